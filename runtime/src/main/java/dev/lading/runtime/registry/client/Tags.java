package dev.lading.runtime.registry.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.runtime.registry.RegistryException.BadAnswer;
import dev.lading.runtime.registry.http.Answer;
import dev.lading.runtime.registry.http.JsonDocument;
import dev.lading.runtime.registry.http.Method;
import dev.lading.runtime.registry.http.Request;
import dev.lading.runtime.registry.login.Scope;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tags of one repository.
 *
 * @see <a
 *     href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-tags">OCI
 *     distribution-spec, listing tags</a>
 */
public final class Tags {
  private static final int PAGE_LIMIT_BYTES = 4 * 1024 * 1024;
  private static final int MOST_PAGES = 10_000;
  private static final int MOST_TAGS = 1_000_000;

  private final Caller caller;
  private final RepositoryName name;

  Tags(Caller caller, RepositoryName name) {
    this.caller = caller;
    this.name = name;
  }

  /**
   * All of them, in the registry's order.
   *
   * @throws BadAnswer when a page is none, has what is no tag, or there is no end of them
   */
  public List<Tag> all() {
    List<Tag> tags = new ArrayList<>();
    Optional<URI> page = Optional.of(caller.uri(name + "/tags/list"));
    for (int pages = 0; page.isPresent(); pages++) {
      URI uri = page.get();
      if (pages == MOST_PAGES || tags.size() > MOST_TAGS) {
        throw new BadAnswer(uri, "no end of tags");
      }
      try (Answer answer = caller.succeed(Request.of(Method.GET, uri), Scope.pull(name))) {
        tags.addAll(read(answer));
        page = Links.next(caller, answer);
      }
    }
    return tags;
  }

  private static List<Tag> read(Answer answer) {
    JsonNode tags =
        JsonDocument.object(answer.read(PAGE_LIMIT_BYTES))
            .orElseThrow(() -> new BadAnswer(answer.uri(), "a list of tags that is none"))
            .path("tags");
    List<Tag> all = new ArrayList<>();
    for (JsonNode tag : tags) {
      if (!tag.isTextual() || !Tag.isTag(tag.textValue())) {
        throw new BadAnswer(answer.uri(), "a list with what is no tag");
      }
      all.add(new Tag(tag.textValue()));
    }
    return all;
  }
}
