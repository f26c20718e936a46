package dev.lading.server.handlers;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.MediaType;
import dev.lading.content.RepositoryName;
import dev.lading.content.store.ContentStore;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * end-12: what refers to a manifest. Never 404: asking what refers to something that is not here is
 * fine. An answer larger than a manifest may be goes on behind a {@code Link}.
 */
final class ReferrersHandler {
  private static final int ANSWER_LIMIT_BYTES = 3 * 1024 * 1024;
  private final ContentStore store;

  ReferrersHandler(ContentStore store) {
    this.store = store;
  }

  Response list(Request request) {
    RepositoryName name = RepositoryName.parse(request.parameters().get("name"));
    Digest subject = Digest.parse(request.parameters().get("digest"));
    Optional<Digest> last = request.query().first("last").map(Digest::parse);
    Optional<String> artifactType =
        request.query().first("artifactType").filter(type -> !type.isEmpty());
    Iterator<Descriptor> referrers =
        store
            .referrers()
            .of(name, subject, last)
            .filter(each -> artifactType.map(type -> isOf(type, each)).orElse(true))
            .iterator();
    List<Entry> page = page(referrers);
    Response response =
        Response.of(200)
            .with("Content-Type", MediaType.OCI_INDEX.toString())
            .with(new Response.Bytes(Json.write(new Index(page))));
    Response filtered =
        artifactType.isPresent() ? response.with("OCI-Filters-Applied", "artifactType") : response;
    return referrers.hasNext()
        ? filtered.with("Link", link(name, subject, artifactType, page))
        : filtered;
  }

  private static boolean isOf(String artifactType, Descriptor referrer) {
    return referrer.artifactType().filter(artifactType::equals).isPresent();
  }

  private static List<Entry> page(Iterator<Descriptor> referrers) {
    List<Entry> page = new ArrayList<>();
    long bytes = 0;
    while (referrers.hasNext() && bytes < ANSWER_LIMIT_BYTES) {
      Entry entry = Entry.of(referrers.next());
      bytes += Json.write(entry).length;
      page.add(entry);
    }
    return page;
  }

  private static String link(
      RepositoryName name, Digest subject, Optional<String> artifactType, List<Entry> page) {
    String filter =
        artifactType
            .map(type -> "artifactType=" + URLEncoder.encode(type, StandardCharsets.UTF_8) + "&")
            .orElse("");
    return "</v2/%s/referrers/%s?%slast=%s>; rel=\"next\""
        .formatted(name, subject, filter, page.getLast().digest());
  }

  private record Index(int schemaVersion, String mediaType, List<Entry> manifests) {
    Index(List<Entry> manifests) {
      this(2, MediaType.OCI_INDEX.toString(), manifests);
    }
  }

  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  private record Entry(
      String mediaType,
      long size,
      String digest,
      String artifactType,
      Map<String, String> annotations) {
    static Entry of(Descriptor referrer) {
      return new Entry(
          referrer.mediaType(),
          referrer.size(),
          referrer.digest().toString(),
          referrer.artifactType().orElse(""),
          referrer.annotations());
    }
  }
}
