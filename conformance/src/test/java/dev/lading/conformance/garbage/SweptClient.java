package dev.lading.conformance.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.garbage.Shelf.Image;
import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Repository;
import dev.lading.conformance.support.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * A client with a repository of its own, which nobody else changes: so it knows at every moment
 * what each of its tags names. It uploads only what is not there, as clients do. Mutable, for one
 * thread.
 */
final class SweptClient {
  private static final int TAGS = 6;
  private static final int ATTEMPTS = 20;

  private final String repository;
  private final List<String> others;
  private final Site site;
  private final Shelf shelf;
  private final RandomGenerator random;
  private final Map<String, Tagged> tags = new HashMap<>();

  /** What a tag names: an image, or an index of some. */
  private record Tagged(Manifest manifest, List<Image> images) {
    String digest() {
      return manifest.content().sha256();
    }
  }

  /**
   * @param others repositories to mount from
   */
  SweptClient(
      String repository, List<String> others, Site site, Shelf shelf, RandomGenerator random) {
    this.repository = repository;
    this.others = others;
    this.site = site;
    this.shelf = shelf;
    this.random = random;
  }

  void workWhile(BooleanSupplier goesOn) {
    while (goesOn.getAsBoolean()) {
      act();
    }
  }

  /** Pulls everything it has tagged. */
  void pullAll() {
    tags.forEach(this::pull);
  }

  /** The digests of all manifests and blobs that its tags keep. */
  Set<String> needed() {
    Set<String> needed = new HashSet<>();
    for (Tagged tagged : tags.values()) {
      needed.add(tagged.digest());
      for (Image image : tagged.images()) {
        needed.add(image.digest());
        image.blobs().forEach(blob -> needed.add(blob.sha256()));
      }
    }
    return needed;
  }

  /** Removes all its tags. */
  void removeAll() {
    List.copyOf(tags.keySet()).forEach(this::removeTag);
  }

  private void act() {
    switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> pushImage();
      case 4 -> pushIndex();
      case 5 -> tagAgain();
      case 6 -> anyTag().forEach(this::removeTag);
      case 7 -> anyTag().forEach(this::removeManifest);
      default -> anyTag().forEach(tag -> pull(tag, found(tag)));
    }
  }

  private void pushImage() {
    Image image = shelf.image(random);
    String tag = someTag();
    push(image, tag);
    tags.put(tag, new Tagged(image.manifest(), List.of(image)));
  }

  /** Its children first, by their digests, as clients do. */
  private void pushIndex() {
    List<Image> children = List.of(shelf.image(random), shelf.image(random));
    children.forEach(child -> push(child, child.digest()));
    Manifest index =
        Manifest.index(children.stream().map(Image::manifest).toArray(Manifest[]::new));
    String tag = someTag();
    put(tag, index, () -> children.forEach(child -> pushWhole(child, child.digest())));
    tags.put(tag, new Tagged(index, children));
  }

  private void tagAgain() {
    for (String tag : anyTag()) {
      Tagged tagged = found(tag);
      String other = someTag();
      put(other, tagged.manifest(), () -> fail(tag + " is not whole"));
      tags.put(other, tagged);
    }
  }

  private void push(Image image, String reference) {
    image.blobs().forEach(this::bring);
    dawdle();
    put(reference, image.manifest(), () -> image.blobs().forEach(this::upload));
  }

  private void pushWhole(Image image, String reference) {
    image.blobs().forEach(this::upload);
    put(reference, image.manifest(), () -> image.blobs().forEach(this::upload));
  }

  /**
   * Puts a manifest. When something that it names is unknown, that is uploaded, and then it has to
   * be accepted, unless that took so long that it may be gone again.
   */
  private void put(String reference, Manifest manifest, Runnable uploadAll) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long began = System.nanoTime();
      Answer answer =
          site.send(
                  Request.put(path("manifests/" + reference))
                      .type(manifest.mediaType())
                      .body(manifest.content()))
              .answer();
      if (answer.status() == 201) {
        site.tally().pushes.increment();
        return;
      }
      answer.is(400, 404).code("MANIFEST_BLOB_UNKNOWN", "MANIFEST_UNKNOWN", "BLOB_UNKNOWN");
      if (attempt > 0) {
        assertThat(Duration.ofNanos(System.nanoTime() - began))
            .as("unknown, and all was uploaded just now: " + answer)
            .isGreaterThan(site.grace().dividedBy(4));
      } else {
        site.tally().unknown.increment();
      }
      uploadAll.run();
    }
    fail("refused " + ATTEMPTS + " times: " + reference);
  }

  /** Uploads a blob unless it is there, or can be mounted. */
  private void bring(Content blob) {
    String digest = blob.sha256();
    if (site.send(Request.head(path("blobs/" + digest))).answer().status() == 200) {
      site.tally().relied.increment();
    } else if (random.nextInt(3) == 0) {
      mount(blob);
    } else {
      upload(blob);
    }
  }

  private void mount(Content blob) {
    String from = others.get(random.nextInt(others.size()));
    String query = "?mount=" + blob.sha256() + "&from=" + from;
    Answer answer = site.send(Request.post(path("blobs/uploads/" + query))).answer().is(201, 202);
    if (answer.status() == 201) {
      site.tally().mounts.increment();
    } else {
      upload(blob);
    }
  }

  private void upload(Content blob) {
    if (random.nextBoolean()) {
      String query = "?digest=" + blob.sha256();
      site.send(Request.post(path("blobs/uploads/" + query)).bytes(blob)).answer().is(201);
    } else {
      uploadInTwo(blob);
    }
  }

  /** After an end without an answer nobody knows how many bytes arrived: then it begins anew. */
  private void uploadInTwo(Content blob) {
    boolean isDone = false;
    while (!isDone) {
      String location = site.send(Request.post(path("blobs/uploads/"))).answer().is(202).location();
      Site.Sent sent =
          site.send(
              Request.put(Repository.closing(Repository.pathOf(location), blob.sha256()))
                  .bytes(blob));
      isDone = sent.answer().status() == 201;
      sent.answer().require(isDone || sent.wasRepeated(), "201");
    }
  }

  private void pull(String tag, Tagged tagged) {
    get("manifests/" + tag).is(200).holds(tagged.manifest().content());
    for (Image image : tagged.images()) {
      get("manifests/" + image.digest()).is(200).holds(image.manifest().content());
      image.blobs().forEach(blob -> get("blobs/" + blob.sha256()).is(200).holds(blob));
      site.tally().pulls.increment();
    }
  }

  private Answer get(String rest) {
    return site.send(Request.get(path(rest)).header("Accept", Manifest.ACCEPT)).answer();
  }

  private void removeTag(String tag) {
    remove(tag);
    tags.remove(tag);
  }

  /** The tags that name it go with it. */
  private void removeManifest(String tag) {
    String digest = found(tag).digest();
    remove(digest);
    tags.values().removeIf(tagged -> tagged.digest().equals(digest));
  }

  private void remove(String reference) {
    Site.Sent sent = site.send(Request.delete(path("manifests/" + reference)));
    sent.answer().is(sent.wasRepeated() ? new int[] {202, 404} : new int[] {202});
    site.tally().deletes.increment();
  }

  private Tagged found(String tag) {
    return java.util.Objects.requireNonNull(tags.get(tag));
  }

  private String someTag() {
    return "t" + random.nextInt(TAGS);
  }

  /** One, or none when there is none. */
  private List<String> anyTag() {
    List<String> all = new ArrayList<>(tags.keySet());
    return all.isEmpty() ? List.of() : List.of(all.get(random.nextInt(all.size())));
  }

  /** Clients are slow at times: up to a fifth of the grace between asking and relying. */
  private void dawdle() {
    if (random.nextInt(4) == 0) {
      LockSupport.parkNanos(random.nextLong(site.grace().toNanos() / 5));
    }
  }

  private String path(String rest) {
    return "/v2/" + repository + "/" + rest;
  }

  private static void fail(String what) {
    throw new AssertionError(what);
  }
}
