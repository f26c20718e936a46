package dev.lading.conformance.bench.server;

import dev.lading.conformance.bench.wire.Image;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/**
 * A store of {@value #IMAGES} images with {@value #BLOBS} blobs each, none of them shared, in
 * {@value #REPOSITORIES} repositories. Every second image was deleted, as distribution deletes: its
 * manifest's link is gone, and everything else is there. Made once, as of long ago; never changed.
 */
public record GarbageTree(Path root) {
  public static final int IMAGES = 10_000;
  public static final int BLOBS = 10;

  /** The bytes that are garbage: the blobs and the manifest of every second image. */
  public static final int GARBAGE = IMAGES / 2 * (BLOBS + 1);

  private static final int REPOSITORIES = 100;
  private static final int IMAGE_BYTES = 900;
  private static final long SEED = 6001;
  private static final long AGE_SECONDS = 7 * 24 * 3600;

  /** A manifest that stays, for every i. */
  public static String keptPath(int i) {
    int even = i * 2 % IMAGES;
    return "/v2/" + repository(even) + "/manifests/" + tag(even);
  }

  static GarbageTree open(Path directory, Instant now) throws IOException {
    GarbageTree tree = new GarbageTree(directory.resolve("garbage"));
    Path complete = directory.resolve("garbage.complete");
    if (!Files.exists(complete)) {
      Tree.delete(tree.root);
      tree.make();
      tree.age(FileTime.from(now.minusSeconds(AGE_SECONDS)));
      Files.createFile(complete);
    }
    return tree;
  }

  /** The same files under other names: whoever removes one there leaves it here. */
  public void linkTo(Path other) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(other.resolve(root.relativize(directory).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.createLink(other.resolve(root.relativize(file).toString()), file);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** How many blobs and manifests a store holds. */
  public static long count(Path store) throws IOException {
    try (var files = Files.walk(store.resolve(Tree.V2).resolve("blobs"))) {
      return files.filter(file -> file.endsWith("data")).count();
    }
  }

  private void make() throws IOException {
    TreeBuilder builder = new TreeBuilder(root);
    Random random = new Random(SEED);
    for (int i = 0; i < IMAGES; i++) {
      Image image = Image.random(BLOBS - 1, IMAGE_BYTES, random);
      if (i % 2 == 0) {
        builder.image(repository(i), image, List.of(tag(i)));
      } else {
        builder.deletedImage(repository(i), image);
      }
    }
  }

  private void age(FileTime time) throws IOException {
    try (var files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.setLastModifiedTime(file, time);
      }
    }
  }

  private static String repository(int image) {
    return "garbage/r-%02d".formatted(image % REPOSITORIES);
  }

  private static String tag(int image) {
    return "t-%05d".formatted(image);
  }
}
