package dev.lading.conformance.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.clients.ClientHome;
import dev.lading.conformance.clients.Needs;
import dev.lading.conformance.run.ScriptedImage.Difference;
import dev.lading.conformance.run.ScriptedImage.ScriptedLayer;
import dev.lading.runtime.posix.TreeRemoval;
import dev.lading.runtime.unpack.Layer;
import dev.lading.runtime.unpack.Limits;
import dev.lading.runtime.unpack.RootFilesystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Images are unpacked by umoci and by us, and each file is compared: type, mode, owner, size,
 * bytes, time, attributes, where links lead, device numbers, which names are one file. What umoci
 * does otherwise is listed with the image. Only the superuser can have all of that.
 */
@Needs({"umoci", "tar", "setfattr", "getfattr"})
class UnpackedByUmociTest {
  @TempDir private Path directory;
  private ClientHome home;
  private Path work;

  @BeforeEach
  void makeHome() throws IOException {
    home = ClientHome.in(Files.createDirectory(directory.resolve("home")));
    work = Files.createDirectory(directory.resolve("work"));
  }

  @AfterEach
  void removeRoots() {
    TreeRemoval.delete(work);
  }

  @ParameterizedTest
  @MethodSource("dev.lading.conformance.run.ScriptedImages#all")
  void image_isWhatUmociMakesOfIt(ScriptedImage image) throws IOException {
    OciLayout layout = layout(image);

    home.run(
        "umoci", "unpack", "--image", layout.directory() + ":v1", work.resolve("umoci").toString());
    Path ours = unpacked(layout);

    Map<String, Map<String, String>> expected = Inventory.of(work.resolve("umoci/rootfs"), home);
    Map<String, Map<String, String>> actual = Inventory.of(ours, home);
    image.differences().forEach(difference -> forget(difference, expected, actual));
    assertThat(differences(expected, actual)).isEmpty();
    assertThat(expected).hasSizeGreaterThan(5);
  }

  @Test
  void oldSparseFiles_areWhatTarMakesOfThem() throws IOException {
    OciLayout layout = layout(ScriptedImages.oldSparseFiles());
    Path extracted = Files.createDirectory(work.resolve("extracted"));

    home.run(
        "sh",
        "-c",
        "tar -C \"$0\" -xzf \"$1\"",
        extracted.toString(),
        layout.blob(layout.layers().getFirst().descriptor().digest()).toString());

    assertThat(differences(Inventory.of(extracted, home), Inventory.of(unpacked(layout), home)))
        .isEmpty();
  }

  private OciLayout layout(ScriptedImage image) throws IOException {
    Path layout = work.resolve("layout");
    home.run("umoci", "init", "--layout", layout.toString());
    home.run("umoci", "new", "--image", layout + ":v1");
    for (ScriptedLayer layer : image.layers()) {
      Path files = Files.createDirectories(work.resolve("layer/files"));
      home.run("sh", "-ec", "cd \"$0\"\n" + layer.script(), files.toString());
      home.run("sh", "-efc", "cd \"$0\"\ntar -cf ../layer.tar " + layer.tar(), files.toString());
      Path tar = work.resolve("layer/layer.tar");
      home.run("umoci", "raw", "add-layer", "--image", layout + ":v1", tar.toString());
      TreeRemoval.delete(work.resolve("layer"));
    }
    return new OciLayout(layout);
  }

  private Path unpacked(OciLayout layout) throws IOException {
    Path root = Files.createDirectory(work.resolve("ours"));
    try (RootFilesystem filesystem = RootFilesystem.create(root, Limits.usual())) {
      for (Layer layer : layout.layers()) {
        filesystem.apply(layer, layout.bytes(layer));
      }
      filesystem.finish();
    }
    return root;
  }

  /** It must differ, or the list of differences is out of date. */
  private static void forget(
      Difference difference,
      Map<String, Map<String, String>> expected,
      Map<String, Map<String, String>> actual) {
    String theirs = taken(difference, expected);
    String ours = taken(difference, actual);
    assertThat(theirs).as(difference.toString()).isNotEqualTo(ours);
  }

  private static String taken(Difference difference, Map<String, Map<String, String>> files) {
    Map<String, String> properties = requireNonNull(files.get(difference.path()));
    return Optional.ofNullable(properties.remove(difference.field())).orElse("none");
  }

  private static Map<String, String> differences(
      Map<String, Map<String, String>> expected, Map<String, Map<String, String>> actual) {
    Map<String, String> differences = new TreeMap<>();
    expected.forEach(
        (path, properties) -> {
          if (!properties.equals(actual.get(path))) {
            differences.put(path, "umoci: " + properties + "\n ours: " + actual.get(path));
          }
        });
    actual.forEach(
        (path, properties) -> {
          if (!expected.containsKey(path)) {
            differences.put(path, "umoci: nothing\n ours: " + properties);
          }
        });
    return differences;
  }
}
