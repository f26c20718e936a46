package dev.lading.conformance.bench.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The data that all servers share, in CNCF distribution's layout: one image with two extra blobs, a
 * repository of {@value #TAGS} tags, and {@value #REPOSITORIES} repositories. Made once, kept
 * between runs, and cleaned before each.
 */
public record Tree(
    Path root, String manifest, String smallBlob, String largeBlob, Set<String> blobs) {
  public static final int TAGS = 100_000;
  public static final int REPOSITORIES = 10_000;

  /** Holds the image and the two blobs. */
  public static final String APP = "bench/app";

  public static final String APP_TAG = "latest";

  /** Holds the many tags. */
  public static final String TAGGED = "bench/tags";

  /** What servers push into. Sorts before {@link #repository}. */
  public static final String PUSHED = "bench/pushed";

  static final String V2 = "docker/registry/v2";

  public Tree {
    blobs = Set.copyOf(blobs);
  }

  /** The tag number i; their byte order is the order of their numbers. */
  public static String tag(int i) {
    return "t-%06d".formatted(i);
  }

  /** The repository number i; their byte order is the order of their numbers. */
  public static String repository(int i) {
    return "catalog/r-%05d".formatted(i);
  }

  /**
   * Opens the data below the directory, after making it if it is not there, and removes what
   * earlier runs pushed.
   */
  static Tree open(Path directory) throws IOException {
    Path complete = directory.resolve("complete.properties");
    if (!Files.exists(complete)) {
      delete(directory);
      new TreeBuilder(directory.resolve("tree")).build(complete);
    }
    var properties = new Properties();
    try (var in = Files.newBufferedReader(complete)) {
      properties.load(in);
    }
    var tree =
        new Tree(
            directory.resolve("tree"),
            properties.getProperty("manifest"),
            properties.getProperty("small"),
            properties.getProperty("large"),
            Set.of(properties.getProperty("blobs").split(",")));
    tree.clean();
    return tree;
  }

  /**
   * Where nginx finds a blob, relative to the directory of all blobs; the same file that the
   * registries read.
   */
  public static String nginxPath(String digest) {
    return "/" + blobDirectory(digest) + "/data";
  }

  /**
   * Removes a pushed blob's bytes from a store, so that neither the disk nor unwritten pages add up
   * during the run. The directory of its prefix stays. Nobody asks for the blob again.
   */
  public static void removeBlob(Path root, String digest) throws IOException {
    delete(root.resolve(V2).resolve("blobs").resolve(blobDirectory(digest)));
  }

  /** Lets another store have the image and the two blobs, in the same files. */
  void copyImageTo(Path other) throws IOException {
    link(root.resolve(V2).resolve("repositories").resolve(APP), other);
    for (String digest : blobs) {
      link(root.resolve(V2).resolve("blobs").resolve(blobDirectory(digest)), other);
    }
  }

  private void link(Path directory, Path other) throws IOException {
    List<Path> files;
    try (Stream<Path> below = Files.walk(directory)) {
      files = below.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      Path link = other.resolve(root.relativize(file).toString());
      Files.createDirectories(link.getParent());
      Files.createLink(link, file);
    }
  }

  /** Deletes a directory with all it holds; absent is fine. */
  static void delete(Path directory) throws IOException {
    try (Stream<Path> below = Files.walk(directory)) {
      for (Path path : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (NoSuchFileException e) {
      // nothing to delete
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void clean() throws IOException {
    delete(root.resolve("lading"));
    delete(root.resolve(V2).resolve("repositories").resolve(PUSHED));
    Path blobDirectories = root.resolve(V2).resolve("blobs/sha256");
    List<Path> found;
    try (Stream<Path> below = Files.walk(blobDirectories, 2)) {
      found = below.filter(path -> blobDirectories.relativize(path).getNameCount() == 2).toList();
    }
    for (Path blob : found) {
      if (!blobs.contains("sha256:" + blob.getFileName())) {
        delete(blob);
      }
    }
  }

  static String blobDirectory(String digest) {
    String hex = digest.substring("sha256:".length());
    return "sha256/" + hex.substring(0, 2) + "/" + hex;
  }
}
