package dev.lading.runtime.unpack;

import static dev.lading.runtime.unpack.Unpacking.snapshot;
import static dev.lading.runtime.unpack.Unpacking.unpack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lading.runtime.posix.TreeRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * An image that wants out of its root, or to be more than there is room for.
 *
 * @param refused with what; when it is unpacked, with nothing
 * @param names what is in the root then; nothing is said of it when the image is refused
 */
record Hostile(
    String name,
    List<byte[]> layers,
    Optional<Class<? extends Exception>> refused,
    List<String> names) {
  private static final Limits LIMITS = new Limits(2 << 20, 5_000, 4095, 64 * 1024);

  /** What would be there if all went well for the image. */
  static Hostile unpacks(String name, List<Tar> layers, String... names) {
    return new Hostile(name, closed(layers), Optional.empty(), List.of(names));
  }

  static Hostile unpacks(String name, Tar layer, String... names) {
    return unpacks(name, List.of(layer), names);
  }

  static Hostile refused(String name, Class<? extends Exception> with, Tar... layers) {
    return new Hostile(name, closed(List.of(layers)), Optional.of(with), List.of());
  }

  static Hostile refused(String name, Class<? extends Exception> with, byte[] layer) {
    return new Hostile(name, List.of(layer), Optional.of(with), List.of());
  }

  /** Unpacks it into a directory of one that has what it aims at, and deletes it. */
  void check(Path outside) throws IOException {
    makeWhatLayersAimAt(outside);
    Path root = outside.resolve("root");
    Map<String, String> before = snapshot(outside, root);

    Throwable thrown = catchThrowable(() -> unpack(root, LIMITS, layers));

    assertThat(snapshot(outside, root)).isEqualTo(before);
    if (refused.isPresent()) {
      assertThat(thrown).isInstanceOf(refused.get());
    } else {
      assertThat(thrown).isNull();
      assertThat(Unpacking.names(root)).containsExactlyInAnyOrderElementsOf(names);
    }
    TreeRemoval.delete(root);
    assertThat(root).doesNotExist();
    assertThat(snapshot(outside, root)).isEqualTo(before);
  }

  @Override
  public String toString() {
    return name;
  }

  private static void makeWhatLayersAimAt(Path outside) throws IOException {
    Files.createDirectories(outside.resolve("etc/deep"));
    for (String file : List.of("etc/passwd", "etc/deep/file", "canary", "d", "out")) {
      Files.writeString(outside.resolve(file), "secret");
    }
    Files.createSymbolicLink(outside.resolve("link"), Path.of("canary"));
  }

  private static List<byte[]> closed(List<Tar> layers) {
    return Stream.of(layers).flatMap(List::stream).map(Tar::closed).toList();
  }
}
