package dev.lading.server.handlers;

import dev.lading.content.Algorithm;
import dev.lading.content.Chunks;
import dev.lading.content.ContentException.DigestFault;
import dev.lading.content.ContentException.DigestInvalid;
import dev.lading.content.ContentException.UploadUnknown;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.UploadId;
import dev.lading.content.store.ContentStore;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.RequestException.DigestMissing;
import dev.lading.server.exchange.RequestException.TooManyUploads;
import dev.lading.server.exchange.Response;
import dev.lading.trust.policy.TrustPolicy;
import dev.lading.trust.policy.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** end-4, 5, 6, 11, 13 and 14: a blob uploaded whole, in chunks or as a stream, or mounted. */
final class UploadHandler {
  private static final int REPOSITORIES_ASKED = 1_000;
  private final ContentStore store;
  private final TrustPolicy trust;
  private final int limit;
  private final Semaphore running;

  /**
   * @param limit how many bodies are taken at once
   */
  UploadHandler(ContentStore store, TrustPolicy trust, int limit) {
    this.store = store;
    this.trust = trust;
    this.limit = limit;
    this.running = new Semaphore(limit);
  }

  /** A mount, a whole blob, or the beginning of a session, as the query says. */
  Response start(Request request) {
    RepositoryName name = name(request);
    Optional<String> mount = request.query().first("mount");
    if (mount.isPresent()) {
      return mount(request, name, Digest.parse(mount.get()));
    }
    Optional<String> digest = request.query().first("digest");
    return digest.isPresent()
        ? whole(request, name, Digest.parse(digest.get()))
        : session(name, algorithm(request));
  }

  /** Takes one chunk, or a stream that goes on from where the session stands. */
  Response append(Request request) {
    RepositoryName name = name(request);
    UploadId id = id(request, name);
    Optional<ContentRange> range = ContentRange.of(request);
    Chunks chunk = chunk(request, range);
    long size = running(() -> store.uploads().append(name, id, offset(range), chunk));
    return standing(202, name, id, size);
  }

  /** Takes the last bytes, if any, and makes a blob of all. */
  Response commit(Request request) {
    RepositoryName name = name(request);
    UploadId id = id(request, name);
    Digest digest = Digest.parse(request.query().first("digest").orElseThrow(DigestMissing::new));
    Optional<ContentRange> range = isEmpty(request) ? Optional.empty() : ContentRange.of(request);
    Chunks last = chunk(request, range);
    return running(
        () -> {
          store.uploads().commit(name, id, offset(range), last, digest);
          return created(name, digest);
        });
  }

  Response status(Request request) {
    RepositoryName name = name(request);
    UploadId id = id(request, name);
    return standing(204, name, id, store.uploads().size(name, id));
  }

  Response cancel(Request request) {
    RepositoryName name = name(request);
    store.uploads().cancel(name, id(request, name));
    return Response.of(204);
  }

  /** What cannot be mounted is uploaded: the answer to a failed mount is a session. */
  private Response mount(Request request, RepositoryName name, Digest digest) {
    Optional<String> from = request.query().first("from");
    List<RepositoryName> candidates =
        from.isPresent()
            ? from.filter(RepositoryName::isName).map(RepositoryName::new).stream().toList()
            : anywhere(name);
    List<RepositoryName> readable =
        candidates.stream()
            .filter(each -> request.caller().mayPull().test(each.name()))
            .filter(each -> each.equals(name) || isServed(request, each, digest))
            .toList();
    return store.blobs().mount(name, digest, readable).isPresent()
        ? created(name, digest)
        : session(name, digest.algorithm());
  }

  /** To mount from elsewhere is to read there; what is not held there need not be asked about. */
  private boolean isServed(Request request, RepositoryName from, Digest digest) {
    if (!trust.concerns(from) || request.caller().mayPullUnsigned().test(from.name())) {
      return true;
    }
    return store.blobs().find(from, digest).isPresent()
        && switch (trust.blob(from, digest)) {
          case Verdict.Allowed _ -> true;
          case Verdict.Refusal _ -> false;
        };
  }

  /** Without {@code from} the repository itself is asked first, then the first thousand. */
  private List<RepositoryName> anywhere(RepositoryName name) {
    List<RepositoryName> others =
        store.repositories().list(Optional.empty(), REPOSITORIES_ASKED).stream()
            .map(RepositoryName::new)
            .toList();
    return Stream.concat(Stream.of(name), others.stream()).toList();
  }

  private Response whole(Request request, RepositoryName name, Digest digest) {
    return running(
        () -> {
          store.uploads().put(name, digest, request.body());
          return created(name, digest);
        });
  }

  private Response session(RepositoryName name, Algorithm algorithm) {
    return standing(202, name, store.uploads().start(name, algorithm), 0);
  }

  private <T> T running(Supplier<T> upload) {
    if (!running.tryAcquire()) {
      throw new TooManyUploads(limit);
    }
    try {
      return upload.get();
    } finally {
      running.release();
    }
  }

  /** Where a session stands. {@code 0-0} is what an empty one has always been answered with. */
  private static Response standing(int status, RepositoryName name, UploadId id, long size) {
    return Response.of(status)
        .with("Location", "/v2/" + name + "/blobs/uploads/" + id)
        .with("Range", "0-" + Math.max(0, size - 1))
        .with("Docker-Upload-UUID", id.toString());
  }

  private static Response created(RepositoryName name, Digest digest) {
    return Response.of(201)
        .with("Location", "/v2/" + name + "/blobs/" + digest)
        .with("Docker-Content-Digest", digest.toString());
  }

  private static Algorithm algorithm(Request request) {
    return request
        .query()
        .first("digest-algorithm")
        .map(
            id ->
                Algorithm.find(id)
                    .orElseThrow(() -> new DigestInvalid(id, DigestFault.UNSUPPORTED)))
        .orElse(Algorithm.SHA256);
  }

  private static OptionalLong offset(Optional<ContentRange> range) {
    return range.stream().mapToLong(ContentRange::first).findFirst();
  }

  private static Chunks chunk(Request request, Optional<ContentRange> range) {
    return range.map(of -> of.chunks(request.body())).orElse(request.body());
  }

  private static boolean isEmpty(Request request) {
    return request.body().declaredLength().orElse(-1) == 0;
  }

  private static RepositoryName name(Request request) {
    return RepositoryName.parse(request.parameters().get("name"));
  }

  private static UploadId id(Request request, RepositoryName name) {
    String text = request.parameters().get("id");
    return UploadId.find(text).orElseThrow(() -> new UploadUnknown(name, text));
  }
}
