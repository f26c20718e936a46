package dev.lading.conformance.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.crash.Mountable.Layer;
import dev.lading.conformance.crash.Mountable.Offer;
import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * A client with a repository of its own, that does whatever clients do, in random order, until the
 * server dies. Mutable, for one thread at a time.
 */
final class BusyClient {
  private static final int SMALL = 4 << 10;
  private static final int LARGE = 256 << 10;
  private static final int CHUNK = 32 << 10;
  private static final int TAGS = 5;

  private final String repository;
  private final RandomGenerator random;
  private final Mountable mountable;
  private final Journal journal = new Journal();

  private final List<Layer> layers = new ArrayList<>();
  private final List<String> unusedBlobs = new ArrayList<>();
  private final List<Manifest> images = new ArrayList<>();
  private final Map<String, String> tags = new HashMap<>();
  private Optional<Session> session = Optional.empty();
  private int actions;

  /** An upload that was begun, and how many of its bytes were acknowledged. */
  private record Session(String location, Content content, int acknowledged) {}

  BusyClient(String repository, RandomGenerator random, Mountable mountable) {
    this.repository = repository;
    this.random = random;
    this.mountable = mountable;
  }

  /** How many things it has done. */
  int actions() {
    return actions;
  }

  /** Works until the server does not answer any more. */
  void workUntilKilled(Wire wire) {
    try {
      workWhile(() -> true, wire);
    } catch (IOException _) {
      // Killed: the journal says what was under way.
    }
  }

  /** Works, and ends what it does when it is not to go on. */
  void workWhile(BooleanSupplier goesOn, Wire wire) throws IOException {
    var pusher = new Pusher(wire, repository, journal);
    while (goesOn.getAsBoolean()) {
      act(pusher);
      actions++;
    }
  }

  /** Looks at all that it did since the last time, and takes its upload up again. */
  void inspectRecent(Wire wire) {
    List<Effect> found = inspect(wire, journal.expectations());
    for (Effect effect : found) {
      if (effect.name() instanceof Named.Tag(_, String tag)) {
        effect.digest().ifPresentOrElse(digest -> tags.put(tag, digest), () -> tags.remove(tag));
      }
    }
    journal.settle(found);
    try {
      resume(wire);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looks at everything it ever did. */
  void inspectAll(Wire wire) {
    inspectRecent(wire);
    journal.settle(inspect(wire, journal.expectations()));
    inspect(wire, journal.settled());
  }

  private List<Effect> inspect(Wire wire, Expectations expectations) {
    Inspection.Result result = Inspection.of(new HttpReading(wire), expectations);
    assertThat(result.faults()).isEmpty();
    return result.found();
  }

  private void act(Pusher pusher) throws IOException {
    switch (random.nextInt(14)) {
      case 0, 1 -> pushLayer(pusher);
      case 2, 3 -> pushLargeLayer(pusher);
      case 4 -> mount(pusher);
      case 5 -> pushUnusedBlob(pusher);
      case 6 -> removeBlob(pusher);
      case 7, 8, 9 -> pushImage(pusher);
      case 10 -> pushIndex(pusher);
      case 11 -> removeTag(pusher);
      case 12 -> removeImage(pusher);
      default -> upload(pusher);
    }
  }

  private void pushLayer(Pusher pusher) throws IOException {
    Content content = content(SMALL);
    pusher.blob(content);
    pushed(content);
  }

  private void pushLargeLayer(Pusher pusher) throws IOException {
    Content content = content(LARGE);
    pusher.blobInChunks(content, CHUNK);
    pushed(content);
  }

  private void pushed(Content content) {
    var layer = new Layer(content.sha256(), content.size());
    layers.add(layer);
    mountable.offer(repository, layer);
  }

  private void mount(Pusher pusher) throws IOException {
    Optional<Offer> offer = mountable.pick(repository, random);
    if (offer.isPresent()) {
      pusher.mount(offer.get().layer().digest(), offer.get().repository());
      layers.add(offer.get().layer());
    }
  }

  private void pushUnusedBlob(Pusher pusher) throws IOException {
    Content content = content(SMALL);
    pusher.blobAtOnce(content);
    unusedBlobs.add(content.sha256());
  }

  private void removeBlob(Pusher pusher) throws IOException {
    if (!unusedBlobs.isEmpty()) {
      pusher.removeBlob(unusedBlobs.removeLast());
    }
  }

  private void pushImage(Pusher pusher) throws IOException {
    Content config = Content.of("{\"author\":\"" + random.nextLong() + "\"}");
    pusher.blobAtOnce(config);
    Manifest image = Manifest.image(config);
    for (int i = random.nextInt(3); i > 0 && !layers.isEmpty(); i--) {
      Layer layer = layers.get(random.nextInt(layers.size()));
      image = image.layer(Manifest.descriptor(Manifest.LAYER, layer.digest(), layer.size()));
    }
    tag(pusher, image);
    images.add(image);
  }

  /** Its images are not deleted any more. */
  private void pushIndex(Pusher pusher) throws IOException {
    if (images.size() >= 2) {
      tag(pusher, Manifest.index(images.removeLast(), images.removeLast()));
    }
  }

  /** One new or moved tag, or several at once. */
  private void tag(Pusher pusher, Manifest manifest) throws IOException {
    String digest = manifest.content().sha256();
    String tag = "tag" + random.nextInt(TAGS);
    if (random.nextBoolean()) {
      pusher.tagged(manifest, tag);
    } else {
      pusher.byDigest(manifest, tag, "also");
      tags.put("also", digest);
    }
    tags.put(tag, digest);
  }

  private void removeTag(Pusher pusher) throws IOException {
    if (!tags.isEmpty()) {
      String tag = List.copyOf(tags.keySet()).get(random.nextInt(tags.size()));
      pusher.removeTag(tag);
      tags.remove(tag);
    }
  }

  private void removeImage(Pusher pusher) throws IOException {
    if (!images.isEmpty()) {
      String digest = images.remove(random.nextInt(images.size())).content().sha256();
      List<String> naming = tags.keySet().stream().filter(t -> digest.equals(tags.get(t))).toList();
      pusher.removeManifest(digest, naming);
      naming.forEach(tags::remove);
    }
  }

  /** Goes on with an upload, or begins one; it is closed after a kill only. */
  private void upload(Pusher pusher) throws IOException {
    Session at =
        session.isPresent() ? session.get() : new Session(pusher.start(), content(LARGE), 0);
    session = Optional.of(at);
    int end = Math.min(at.content().size() - 1, at.acknowledged() + CHUNK);
    if (end > at.acknowledged()) {
      Content chunk = at.content().slice(at.acknowledged(), end);
      String location = pusher.append(at.location(), chunk, at.acknowledged());
      session = Optional.of(new Session(location, at.content(), end));
    }
  }

  /** The session is where the registry says; nothing acknowledged is missing from it. */
  private void resume(Wire wire) throws IOException {
    if (session.isPresent()) {
      Session at = session.get();
      session = Optional.empty();
      Answer status = wire.send(Request.get(at.location())).is(204);
      int length = length(status.header("Range"), at.acknowledged());
      assertThat(length).as(status.toString()).isBetween(at.acknowledged(), at.content().size());
      Content rest = at.content().slice(length, at.content().size());
      new Pusher(wire, repository, journal).close(at.location(), rest, at.content().sha256());
      pushed(at.content());
    }
  }

  /** {@code 0-0} is said of one byte and of none. */
  private static int length(String range, int acknowledged) {
    int last = Integer.parseInt(range.substring(range.indexOf('-') + 1));
    return last == 0 ? acknowledged : last + 1;
  }

  private Content content(int limit) {
    byte[] bytes = new byte[1 + random.nextInt(limit)];
    random.nextBytes(bytes);
    return new Content(bytes);
  }
}
