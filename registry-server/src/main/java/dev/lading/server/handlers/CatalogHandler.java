package dev.lading.server.handlers;

import dev.lading.content.store.ContentStore;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The names of all repositories that the caller may read, in byte order, page by page. Docker's,
 * not OCI's.
 */
final class CatalogHandler {
  private final ContentStore store;
  private final int perPage;

  CatalogHandler(ContentStore store, int perPage) {
    this.store = store;
    this.perPage = perPage;
  }

  Response list(Request request) {
    Page page = Page.of(request.query(), perPage);
    List<String> names = readable(page, request.caller().maySee());
    byte[] body = Json.write(new Catalog(page.of(names)));
    return page.linked(Response.json(200, body), "/v2/_catalog", names);
  }

  /** As many as the page looks ahead, if there are as many. */
  private List<String> readable(Page page, Predicate<String> maySee) {
    List<String> readable = new ArrayList<>();
    Optional<String> last = page.last();
    List<String> some;
    do {
      some = store.repositories().list(last, page.lookAhead());
      some.stream().filter(maySee).forEach(readable::add);
      last = some.isEmpty() ? last : Optional.of(some.getLast());
    } while (readable.size() < page.lookAhead() && some.size() == page.lookAhead());
    return readable.subList(0, Math.min(readable.size(), page.lookAhead()));
  }

  private record Catalog(List<String> repositories) {}
}
