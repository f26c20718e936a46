package dev.lading.server.handlers;

import dev.lading.content.ContentException.BlobUnknown;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.store.ContentStore;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.RequestException.PullRefused;
import dev.lading.server.exchange.RequestException.RangeUnsatisfiable;
import dev.lading.server.exchange.Response;
import dev.lading.storage.BlobSource;
import dev.lading.trust.policy.TrustPolicy;
import dev.lading.trust.policy.Verdict;
import java.util.Optional;

/** end-2 and end-10: blobs read, asked for and removed. */
final class BlobHandler {
  private final ContentStore store;
  private final TrustPolicy trust;
  private final boolean redirects;
  private final GarbageNotice garbage;

  /**
   * @param redirects whether clients are left to fetch blobs elsewhere, if they can
   */
  BlobHandler(ContentStore store, TrustPolicy trust, boolean redirects, GarbageNotice garbage) {
    this.garbage = garbage;
    this.store = store;
    this.trust = trust;
    this.redirects = redirects;
  }

  Response get(Request request) {
    RepositoryName name = name(request);
    Digest digest = digest(request);
    requireServed(request, name, digest);
    if (EntityTag.isKnown(request, digest) && store.blobs().find(name, digest).isPresent()) {
      return described(304, digest);
    }
    BlobSource source = open(request, name, digest);
    return switch (BlobRange.of(request, digest, source.size())) {
      case BlobRange.Whole() ->
          described(200, digest).with(new Response.Blob(source, 0, source.size()));
      case BlobRange.Part(long offset, long length) ->
          described(206, digest)
              .with("Content-Range", contentRange(offset, length, source.size()))
              .with(new Response.Blob(source, offset, length));
      case BlobRange.Unsatisfiable() -> {
        source.close();
        throw new RangeUnsatisfiable(source.size());
      }
    };
  }

  /**
   * Asked before a link to elsewhere is given out, too. A HEAD is not: clients ask it while they
   * push, and it tells no more than that the bytes are here.
   */
  private void requireServed(Request request, RepositoryName name, Digest digest) {
    if (!trust.concerns(name) || request.caller().mayPullUnsigned().test(name.name())) {
      return;
    }
    switch (trust.blob(name, digest)) {
      case Verdict.Allowed _ -> {}
      case Verdict.Refusal refusal -> throw refused(refusal, name, digest);
    }
  }

  /** What is not here at all is unknown, whatever it might be signed as. */
  private RuntimeException refused(Verdict.Refusal refusal, RepositoryName name, Digest digest) {
    if (store.blobs().find(name, digest).isPresent()) {
      return new PullRefused(refusal, Optional.empty());
    }
    store.repositories().require(name);
    return new BlobUnknown(name, digest);
  }

  Response head(Request request) {
    RepositoryName name = name(request);
    Digest digest = digest(request);
    long size = size(request, name, digest).orElseThrow(() -> new BlobUnknown(name, digest));
    return EntityTag.isKnown(request, digest)
        ? described(304, digest)
        : described(200, digest).with(new Response.Announced(size));
  }

  /** Clients ask before they push, and leave out what they are told is here. */
  private Optional<Long> size(Request request, RepositoryName name, Digest digest) {
    return request.caller().mayPush().test(name.name())
        ? store.blobs().findToRelyOn(name, digest)
        : store.blobs().find(name, digest);
  }

  Response delete(Request request) {
    RepositoryName name = name(request);
    Digest digest = digest(request);
    Optional<Long> size = store.blobs().find(name, digest);
    store.blobs().remove(name, digest);
    return garbage.ofBlob(Response.of(202), size);
  }

  private BlobSource open(Request request, RepositoryName name, Digest digest) {
    boolean isWhole = !redirects && request.headers().first("Range").isEmpty();
    try {
      return isWhole ? store.blobs().openWhole(name, digest) : store.blobs().open(name, digest);
    } catch (BlobUnknown e) {
      store.repositories().require(name);
      throw e;
    }
  }

  private static Response described(int status, Digest digest) {
    return Response.of(status)
        .with("Content-Type", "application/octet-stream")
        .with("Docker-Content-Digest", digest.toString())
        .with("ETag", EntityTag.of(digest))
        .with("Cache-Control", "max-age=31536000")
        .with("Accept-Ranges", "bytes");
  }

  private static String contentRange(long offset, long length, long size) {
    return "bytes " + offset + "-" + (offset + length - 1) + "/" + size;
  }

  private static RepositoryName name(Request request) {
    return RepositoryName.parse(request.parameters().get("name"));
  }

  private static Digest digest(Request request) {
    return Digest.parse(request.parameters().get("digest"));
  }
}
