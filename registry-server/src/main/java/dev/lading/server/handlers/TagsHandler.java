package dev.lading.server.handlers;

import dev.lading.content.RepositoryName;
import dev.lading.content.store.ContentStore;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.Response;
import java.util.List;

/** end-8: the tags of a repository, in byte order, page by page. */
final class TagsHandler {
  private final ContentStore store;
  private final int perPage;

  TagsHandler(ContentStore store, int perPage) {
    this.store = store;
    this.perPage = perPage;
  }

  Response list(Request request) {
    RepositoryName name = RepositoryName.parse(request.parameters().get("name"));
    Page page = Page.of(request.query(), perPage);
    List<String> tags = store.tags().list(name, page.last(), page.lookAhead());
    if (tags.isEmpty()) {
      store.repositories().require(name);
    }
    byte[] body = Json.write(new TagList(name.name(), page.of(tags)));
    return page.linked(Response.json(200, body), "/v2/" + name + "/tags/list", tags);
  }

  private record TagList(String name, List<String> tags) {}
}
