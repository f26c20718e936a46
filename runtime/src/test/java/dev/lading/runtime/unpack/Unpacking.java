package dev.lading.runtime.unpack;

import dev.lading.content.Algorithm;
import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Layers from memory, and what is there afterwards. */
final class Unpacking {
  static final String TAR = "application/vnd.oci.image.layer.v1.tar";

  private Unpacking() {}

  static Unpacked unpack(Path root, byte[]... tars) throws IOException {
    return unpack(root, Limits.usual(), List.of(tars));
  }

  static Unpacked unpack(Path root, Limits limits, List<byte[]> tars) throws IOException {
    Files.createDirectories(root);
    try (RootFilesystem filesystem = RootFilesystem.create(root, limits)) {
      for (byte[] tar : tars) {
        filesystem.apply(layer(TAR, tar, tar), bytes(tar));
      }
      return filesystem.finish();
    }
  }

  static Layer layer(String mediaType, byte[] compressed, byte[] tar) {
    return new Layer(
        Descriptor.of(mediaType, Digest.of(Algorithm.SHA256, compressed), compressed.length),
        Digest.of(Algorithm.SHA256, tar));
  }

  static LayerBytes bytes(byte[] compressed) {
    return () -> new ByteArrayInputStream(compressed);
  }

  /** Every file below a directory and what it is; nothing of the one that is left out. */
  static Map<String, String> snapshot(Path directory, Path leftOut) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path file : walk.filter(file -> !file.startsWith(leftOut)).toList()) {
        boolean itself = file.equals(directory);
        files.put(directory.relativize(file).toString(), itself ? "" : description(file));
      }
    }
    return files;
  }

  /** The names below a directory, sorted, links with their targets. */
  static List<String> names(Path directory) throws IOException {
    try (Stream<Path> walk = Files.walk(directory)) {
      return walk.filter(file -> !file.equals(directory))
          .map(file -> directory.relativize(file) + suffix(file))
          .sorted()
          .toList();
    }
  }

  private static String suffix(Path file) {
    try {
      if (Files.isSymbolicLink(file)) {
        return " -> " + Files.readSymbolicLink(file);
      }
      return Files.isDirectory(file) ? "/" : "";
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String description(Path file) throws IOException {
    Map<String, Object> attributes =
        Files.readAttributes(
            file, "unix:mode,uid,gid,size,lastModifiedTime,nlink,ino", LinkOption.NOFOLLOW_LINKS);
    String content =
        Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.readString(file) : "";
    return new TreeMap<>(attributes) + content;
  }
}
