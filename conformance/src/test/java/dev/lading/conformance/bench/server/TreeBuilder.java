package dev.lading.conformance.bench.server;

import dev.lading.conformance.bench.wire.Content;
import dev.lading.conformance.bench.wire.Image;
import dev.lading.conformance.bench.wire.UniqueFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes {@link Tree}'s files exactly as distribution does, from fixed randomness: every machine
 * gets the same tree.
 */
record TreeBuilder(Path root) {
  private static final long SEED = 5000;
  private static final int SMALL_BYTES = 1024 * 1024;
  private static final long LARGE_BYTES = 256L * 1024 * 1024;

  /** Makes the whole tree, then the file that says so. */
  void build(Path complete) throws IOException {
    RandomGenerator random = new Random(SEED);
    Image image = Image.random(5, 1_000_000, random);
    Content small = Content.random(SMALL_BYTES, random);
    bytes(image);
    blob(small);
    String large = largeBlob(random);
    repositories(image, List.of(small.digest(), large));
    var properties = new Properties();
    properties.setProperty("manifest", image.manifest().digest());
    properties.setProperty("small", small.digest());
    properties.setProperty("large", large);
    Stream<String> parts = image.blobs().stream().map(Content::digest);
    properties.setProperty(
        "blobs",
        Stream.concat(parts, Stream.of(image.manifest().digest(), small.digest(), large))
            .collect(Collectors.joining(",")));
    try (var out = Files.newBufferedWriter(complete)) {
      properties.store(out, "the benchmark's data is complete");
    }
  }

  private void repositories(Image image, List<String> extraBlobs) throws IOException {
    Path app = repository(Tree.APP, image);
    for (String digest : extraBlobs) {
      link(app.resolve("_layers"), digest);
    }
    tag(app, Tree.APP_TAG, image);
    Path tagged = repository(Tree.TAGGED, image);
    for (int i = 0; i < Tree.TAGS; i++) {
      tag(tagged, Tree.tag(i), image);
    }
    for (int i = 0; i < Tree.REPOSITORIES; i++) {
      tag(repository(Tree.repository(i), image), Tree.APP_TAG, image);
    }
  }

  /** Nothing but so many repositories of one image under these tags. */
  void catalog(Image image, int repositories, List<String> tags) throws IOException {
    bytes(image);
    for (int i = 0; i < repositories; i++) {
      Path repository = repository(Tree.repository(i), image);
      for (String tag : tags) {
        tag(repository, tag, image);
      }
    }
  }

  /** An image and its tags in a repository, which may hold others. */
  void image(String name, Image image, List<String> tags) throws IOException {
    bytes(image);
    Path repository = repository(name, image);
    for (String tag : tags) {
      tag(repository, tag, image);
    }
  }

  /** What distribution leaves of an image whose manifest was deleted. */
  void deletedImage(String name, Image image) throws IOException {
    bytes(image);
    layers(name, image);
  }

  private void bytes(Image image) throws IOException {
    for (Content blob : image.blobs()) {
      blob(blob);
    }
    blob(image.manifest());
  }

  private Path layers(String name, Image image) throws IOException {
    Path repository = root.resolve(Tree.V2).resolve("repositories").resolve(name);
    for (Content blob : image.blobs()) {
      link(repository.resolve("_layers"), blob.digest());
    }
    return repository;
  }

  private Path repository(String name, Image image) throws IOException {
    Path repository = layers(name, image);
    link(repository.resolve("_manifests/revisions"), image.manifest().digest());
    return repository;
  }

  private static void tag(Path repository, String tag, Image image) throws IOException {
    String digest = image.manifest().digest();
    Path directory = repository.resolve("_manifests/tags").resolve(tag);
    link(directory.resolve("index"), digest);
    Path current = Files.createDirectory(directory.resolve("current"));
    Files.writeString(current.resolve("link"), digest);
  }

  private static void link(Path links, String digest) throws IOException {
    Path directory = links.resolve(digest.replace(':', '/'));
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("link"), digest);
  }

  private void blob(Content content) throws IOException {
    Path directory =
        root.resolve(Tree.V2).resolve("blobs").resolve(Tree.blobDirectory(content.digest()));
    Files.createDirectories(directory);
    Files.write(directory.resolve("data"), content.bytes());
  }

  private String largeBlob(RandomGenerator random) throws IOException {
    Path made = root.resolve("large");
    try (var file = UniqueFile.create(made, LARGE_BYTES, random)) {
      String digest = file.next();
      Path directory = root.resolve(Tree.V2).resolve("blobs").resolve(Tree.blobDirectory(digest));
      Files.createDirectories(directory);
      Files.move(made, directory.resolve("data"));
      return digest;
    }
  }
}
