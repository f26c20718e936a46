package dev.lading.content.store;

import dev.lading.content.ContentException.ManifestUnknown;
import dev.lading.content.ContentException.ReferencesUnknown;
import dev.lading.content.ContentException.StoreBusy;
import dev.lading.content.RepositoryName;
import dev.lading.content.interleaving.Stage;
import dev.lading.content.interleaving.Steps;
import dev.lading.content.store.GcImage.Blob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Somebody who pushes the image, or removes it, in one repository; and notes what was answered, as
 * {@link GcScenes} reads it. Whoever is told that something is unknown uploads it, and whoever is
 * told to come again does.
 *
 * @param opening how the replica is opened that answers a request
 */
record GcClient(GcImage image, RepositoryName name, Function<Steps, Stepped> opening) {
  private static final int TRIES = 4;

  /** One request. */
  private sealed interface Request {
    record Ask(Blob blob) implements Request {}

    record Mount(Blob blob, RepositoryName from) implements Request {}

    record Upload(Blob blob) implements Request {}

    record Put(GcImage image) implements Request {}

    record Remove() implements Request {}

    record RemoveTag() implements Request {}
  }

  GcClient(GcImage image, RepositoryName name) {
    this(image, name, Stepped::fresh);
  }

  /** Asks for each layer before he pushes. */
  Stage askAndPush() {
    return first(Stream.concat(blobs().map(Request.Ask::new), put()));
  }

  Stage mountAndPush(RepositoryName from) {
    return first(Stream.concat(blobs().map(blob -> new Request.Mount(blob, from)), put()));
  }

  Stage uploadAndPush() {
    return first(everything(image));
  }

  Stage upload() {
    return first(blobs().map(Request.Upload::new));
  }

  /** Believes that everything else is there. */
  Stage push() {
    return first(put());
  }

  Stage remove() {
    return first(Stream.of(new Request.Remove()));
  }

  Stage removeTag() {
    return first(Stream.of(new Request.RemoveTag()));
  }

  private Stream<Blob> blobs() {
    return image.allBlobs().stream();
  }

  private Stream<Request> put() {
    return Stream.of(new Request.Put(image));
  }

  private static Stream<Request> everything(GcImage image) {
    return Stream.of(
            image.child().stream().flatMap(GcClient::everything),
            image.blobs().stream().map(Request.Upload::new),
            Stream.of(new Request.Put(image)))
        .flatMap(requests -> requests);
  }

  private Stage first(Stream<? extends Request> requests) {
    return new Next(this, List.copyOf(requests.toList()), 1);
  }

  /** What is left to do; the first of it the n-th time. */
  private record Next(GcClient client, List<Request> left, int tries) implements Stage {
    @Override
    public Optional<Stage> run(Steps steps) {
      if (left.isEmpty()) {
        return Optional.empty();
      }
      try {
        List<Request> more = client.take(left.getFirst(), steps);
        return Optional.of(new Next(client, and(more, left.subList(1, left.size())), tries));
      } catch (StoreBusy e) {
        requireMore(e);
        return Optional.of(new Next(client, left, tries + 1));
      } catch (ReferencesUnknown e) {
        requireMore(e);
        return Optional.of(new Next(client, everything(client.image).toList(), tries + 1));
      }
    }

    private static List<Request> and(List<Request> some, List<Request> others) {
      List<Request> all = new ArrayList<>(some);
      all.addAll(others);
      return List.copyOf(all);
    }

    private void requireMore(RuntimeException told) {
      if (tries == TRIES) {
        throw new IllegalStateException("P3: told to come again once more", told);
      }
    }
  }

  /** What has to be done instead. */
  private List<Request> take(Request request, Steps steps) {
    ContentStore store = opening.apply(steps).open();
    return switch (request) {
      case Request.Ask(Blob blob) ->
          elseUpload(blob, store.blobs().findToRelyOn(name, blob.named()).isPresent());
      case Request.Mount(Blob blob, RepositoryName from) -> mount(store, blob, from);
      case Request.Upload(Blob blob) -> upload(steps, blob);
      case Request.Put(GcImage part) -> put(steps, store, part);
      case Request.Remove() -> remove(steps, () -> removeManifest(store));
      case Request.RemoveTag() -> remove(steps, () -> removeTag(store));
    };
  }

  private static List<Request> elseUpload(Blob blob, boolean isThere) {
    return isThere ? List.of() : List.of(new Request.Upload(blob));
  }

  private List<Request> mount(ContentStore store, Blob blob, RepositoryName from) {
    try {
      return elseUpload(blob, store.blobs().mount(name, blob.named(), List.of(from)).isPresent());
    } catch (StoreBusy _) {
      return List.of(new Request.Upload(blob));
    }
  }

  /** Notes when it was looked last whether the claim holds. */
  private List<Request> upload(Steps steps, Blob blob) {
    LastLook nanos = new LastLook(steps.nanoTime());
    ContentStore store = opening.apply(steps).timedBy(nanos).open();
    store.uploads().put(name, blob.named(), TestStore.chunks(blob.bytes()));
    steps.note(GcScenes.uploaded(name), _ -> nanos.last);
    return List.of();
  }

  private List<Request> put(Steps steps, ContentStore store, GcImage part) {
    long removals = steps.fact(GcScenes.removed(name));
    store.manifests().put(part.push(name));
    if (part.equals(image)) {
      steps.note(GcScenes.pushed(name), before -> Math.max(before, removals + 1));
    }
    return List.of();
  }

  private List<Request> remove(Steps steps, Runnable removal) {
    steps.note(GcScenes.removed(name), n -> n + 1);
    removal.run();
    steps.note(GcScenes.removed(name), n -> n + 1);
    return List.of();
  }

  private void removeManifest(ContentStore store) {
    try {
      store.manifests().remove(name, image.digest());
    } catch (ManifestUnknown _) {
      // Then it was not there.
    }
  }

  private void removeTag(ContentStore store) {
    try {
      store.tags().remove(name, GcImage.TAG);
    } catch (ManifestUnknown _) {
      // Then it was not there.
    }
  }

  /** A clock that remembers what it told. */
  private static final class LastLook implements LongSupplier {
    private final LongSupplier clock;
    private long last;

    LastLook(LongSupplier clock) {
      this.clock = clock;
    }

    @Override
    public long getAsLong() {
      last = clock.getAsLong();
      return last;
    }
  }
}
