package dev.lading.server.handlers;

import dev.lading.content.ContentException.ManifestUnknown;
import dev.lading.content.ContentException.PreconditionFailed;
import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.Precondition;
import dev.lading.content.Reference;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.content.store.ContentStore;
import dev.lading.content.store.Manifests;
import dev.lading.content.store.StoredManifest;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.RequestException.BodyTooLarge;
import dev.lading.server.exchange.RequestException.BuffersExhausted;
import dev.lading.server.exchange.RequestException.ManifestTooLarge;
import dev.lading.server.exchange.RequestException.PullRefused;
import dev.lading.server.exchange.RequestException.TagsNeedDigest;
import dev.lading.server.exchange.RequestException.TooManyTags;
import dev.lading.server.exchange.Response;
import dev.lading.trust.policy.TrustPolicy;
import dev.lading.trust.policy.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** end-3, end-7 and end-9: manifests read, pushed and removed, by tag and by digest. */
final class ManifestHandler {
  private static final int TAGS_PER_PUT = 100;
  private static final int WARNING_LIMIT = 4000;
  private static final int SMALL_BYTES = 64 << 10;
  private static final int HEAP_SHARE = 8;
  private final ContentStore store;
  private final TrustPolicy trust;
  private final int limitBytes;
  private final GarbageNotice garbage;

  // A manifest is held whole while it is stored; this many that are not small fit into the heap.
  private final Semaphore large;

  ManifestHandler(ContentStore store, TrustPolicy trust, int limitBytes, GarbageNotice garbage) {
    this.garbage = garbage;
    this.store = store;
    this.trust = trust;
    this.limitBytes = limitBytes;
    long affordable = Runtime.getRuntime().maxMemory() / HEAP_SHARE / Math.max(1, limitBytes);
    this.large = new Semaphore(Math.clamp(affordable, 1, 1_000));
  }

  Response get(Request request) {
    RepositoryName name = name(request);
    Reference reference = existing(request, name);
    StoredManifest manifest = served(request, name, reference, store.manifests()::find);
    Optional<Tag> by = reference instanceof Tag tag ? Optional.of(tag) : Optional.empty();
    store.manifests().pulled(name, manifest.digest(), by);
    return EntityTag.isKnown(request, manifest.digest())
        ? described(304, manifest)
        : described(200, manifest).with(new Response.Bytes(manifest.bytes()));
  }

  Response head(Request request) {
    RepositoryName name = name(request);
    Reference reference = existing(request, name);
    StoredManifest manifest = served(request, name, reference, lookUp(request, name));
    return EntityTag.isKnown(request, manifest.digest())
        ? described(304, manifest)
        : described(200, manifest).with(new Response.Announced(manifest.bytes().length));
  }

  /** The verdict is on what was found, and stands before anything of it is told or sent. */
  private StoredManifest served(
      Request request, RepositoryName name, Reference reference, LookUp lookUp) {
    StoredManifest manifest =
        named(name, reference, digest -> lookUp.find(name, digest))
            .orElseThrow(() -> unknown(name, reference.toString()));
    if (!trust.concerns(name) || request.caller().mayPullUnsigned().test(name.name())) {
      return manifest;
    }
    return switch (trust.manifest(name, reference, manifest)) {
      case Verdict.Allowed _ -> manifest;
      case Verdict.Refusal refusal -> throw new PullRefused(refusal, Optional.of(of(manifest)));
    };
  }

  /** Clients ask before they push, and leave out what they are told is here. */
  private LookUp lookUp(Request request, RepositoryName name) {
    return request.caller().mayPush().test(name.name())
        ? store.manifests()::findToRelyOn
        : store.manifests()::find;
  }

  /** How a manifest of a repository is found. */
  private interface LookUp {
    Optional<StoredManifest> find(RepositoryName name, Digest digest);
  }

  private static Descriptor of(StoredManifest manifest) {
    return Descriptor.of(
        manifest.mediaType().toString(), manifest.digest(), manifest.bytes().length);
  }

  Response put(Request request) {
    boolean small = request.body().declaredLength().orElse(Long.MAX_VALUE) <= SMALL_BYTES;
    if (small) {
      return push(request);
    }
    if (!large.tryAcquire()) {
      throw new BuffersExhausted();
    }
    try {
      return push(request);
    } finally {
      large.release();
    }
  }

  private Response push(Request request) {
    RepositoryName name = name(request);
    Reference reference = Reference.parse(request.parameters().get("reference"));
    List<Tag> tags = tags(request, reference);
    Manifests.Pushed pushed =
        store
            .manifests()
            .put(
                new Manifests.Push(
                    name,
                    reference,
                    tags,
                    request.headers().first("Content-Type"),
                    body(request),
                    EntityTag.precondition(request)));
    Response created =
        Response.of(201)
            .with("Location", "/v2/" + name + "/manifests/" + pushed.digest())
            .with("Docker-Content-Digest", pushed.digest().toString());
    for (Tag tag : pushed.tags()) {
      created = created.with("OCI-Tag", tag.name());
    }
    Response answer = created;
    return pushed.subject().map(to -> answer.with("OCI-Subject", to.toString())).orElse(answer);
  }

  /** By tag only the tag goes; by digest the manifest and every tag on it, which are named. */
  Response delete(Request request) {
    RepositoryName name = name(request);
    Precondition condition = EntityTag.precondition(request);
    return switch (existing(request, name)) {
      case Tag tag -> {
        Optional<StoredManifest> named = named(name, tag, digest -> find(name, digest));
        store.tags().remove(name, tag, condition);
        yield garbage.ofTag(Response.of(202), named);
      }
      case Digest digest -> {
        requireMet(condition, name, digest);
        Optional<StoredManifest> removed = find(name, digest);
        List<Tag> untagged = store.manifests().remove(name, digest);
        Response answer = untagged.isEmpty() ? Response.of(202) : warning(untagged);
        yield garbage.ofManifest(answer, removed);
      }
    };
  }

  private Optional<StoredManifest> find(RepositoryName name, Digest digest) {
    return store.manifests().find(name, digest);
  }

  /** What a digest stands for is always the same. */
  private static void requireMet(Precondition condition, RepositoryName name, Digest digest) {
    Optional<Digest> named = Optional.of(digest);
    if (!condition.isMet(named)) {
      throw new PreconditionFailed(name, digest, named);
    }
  }

  private Optional<StoredManifest> named(
      RepositoryName name, Reference reference, Function<Digest, Optional<StoredManifest>> lookUp) {
    return switch (reference) {
      case Tag tag -> tagged(name, tag, lookUp);
      case Digest digest -> lookUp.apply(digest);
    };
  }

  /** A tag may move, and what it named be deleted, between the two looks: then it moved on. */
  private Optional<StoredManifest> tagged(
      RepositoryName name, Tag tag, Function<Digest, Optional<StoredManifest>> lookUp) {
    Optional<Digest> before = Optional.empty();
    Optional<Digest> digest = store.tags().resolve(name, tag);
    Optional<StoredManifest> manifest = Optional.empty();
    while (manifest.isEmpty() && digest.isPresent() && !digest.equals(before)) {
      manifest = lookUp.apply(digest.get());
      before = digest;
      digest = manifest.isPresent() ? digest : store.tags().resolve(name, tag);
    }
    return manifest;
  }

  private ManifestUnknown unknown(RepositoryName name, String reference) {
    store.repositories().require(name);
    return new ManifestUnknown(name, reference);
  }

  /** What cannot be a tag is a tag that does not exist: the conformance suite wants 404. */
  private Reference existing(Request request, RepositoryName name) {
    String text = request.parameters().get("reference");
    if (!Digest.looksLike(text) && !Tag.isTag(text)) {
      throw unknown(name, text);
    }
    return Reference.parse(text);
  }

  private static List<Tag> tags(Request request, Reference reference) {
    List<String> tags = request.query().all("tag");
    if (tags.size() > TAGS_PER_PUT) {
      throw new TooManyTags(TAGS_PER_PUT);
    }
    if (!tags.isEmpty() && reference instanceof Tag) {
      throw new TagsNeedDigest();
    }
    return tags.stream().map(Tag::parse).distinct().toList();
  }

  private byte[] body(Request request) {
    try {
      return request.body().readAll(limitBytes);
    } catch (BodyTooLarge _) {
      throw new ManifestTooLarge(limitBytes);
    }
  }

  private static Response described(int status, StoredManifest manifest) {
    return Response.of(status)
        .with("Content-Type", manifest.mediaType().toString())
        .with("Docker-Content-Digest", manifest.digest().toString())
        .with("ETag", EntityTag.of(manifest.digest()));
  }

  private static Response warning(List<Tag> untagged) {
    String tags = String.join(", ", untagged.stream().map(Tag::name).sorted().toList());
    String text = tags.length() <= WARNING_LIMIT ? tags : tags.substring(0, WARNING_LIMIT) + "...";
    return Response.of(202)
        .with("Warning", "299 - \"tags removed with the manifest: " + text + "\"");
  }

  private static RepositoryName name(Request request) {
    return RepositoryName.parse(request.parameters().get("name"));
  }
}
