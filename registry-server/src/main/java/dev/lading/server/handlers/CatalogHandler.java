package dev.lading.server.handlers;

import dev.lading.content.store.ContentStore;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.Response;
import java.util.List;

/** The names of all repositories, in byte order, page by page. Docker's, not OCI's. */
final class CatalogHandler {
  private final ContentStore store;
  private final int perPage;

  CatalogHandler(ContentStore store, int perPage) {
    this.store = store;
    this.perPage = perPage;
  }

  Response list(Request request) {
    Page page = Page.of(request.query(), perPage);
    List<String> names = store.repositories().list(page.last(), page.lookAhead());
    byte[] body = Json.write(new Catalog(page.of(names)));
    return page.linked(Response.json(200, body), "/v2/_catalog", names);
  }

  private record Catalog(List<String> repositories) {}
}
