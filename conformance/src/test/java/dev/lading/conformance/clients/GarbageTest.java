package dev.lading.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.RegistryProcess;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An image is deleted, and swept beside the running registry by {@code lading gc run}. */
@Needs({"skopeo", "umoci", "busybox"})
class GarbageTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private LadingServer lading;
  private RegistryProcess registry;
  private Skopeo skopeo;

  private record Output(int exit, String out, String err) {}

  @BeforeEach
  void start() {
    lading = LadingServer.in(directory).with("gc.grace", "2s");
    registry = lading.start();
    skopeo = new Skopeo(ClientHome.in(directory), registry);
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void deletedImage_isSwept_othersStay_andItCanBePushedAgain() throws Exception {
    Path first = push("v1");
    Path second = push("v2");
    String digest = BusyboxImage.digest(second);
    List<String> kept = layers("v1");
    List<String> gone = layers("v2");
    gone.removeAll(kept);
    assertThat(gone).isNotEmpty();
    skopeo.delete("a/b:v2");

    JsonNode dry = untilRemovable(gone.getFirst());
    assertThat(status(gone.getFirst())).isEqualTo(200);
    JsonNode run = report();

    assertThat(removed(run))
        .containsExactlyInAnyOrderElementsOf(removed(dry))
        .contains(digest)
        .containsAll(gone)
        .doesNotContainAnyElementsOf(kept);
    assertThat(status(gone.getFirst())).isEqualTo(404);
    Path back = directory.resolve("back");
    skopeo.copy(skopeo.docker("a/b:v1"), "oci:" + back + ":v1");
    assertThat(BusyboxImage.digest(back)).isEqualTo(BusyboxImage.digest(first));
    skopeo.copy("oci:" + second + ":v2", skopeo.docker("a/b:v2"));
    assertThat(skopeo.manifest("a/b:v2").sha256()).isEqualTo(digest);
    assertThat(lading("gc explain", gone.getFirst()).out()).contains("a/b:v2 -> " + digest);
  }

  @Test
  void registry_stopsInOrder_whenWhoeverAskedForARunWasKilled() throws Exception {
    push("v1");
    Process asking = new ProcessBuilder(lading.command("gc run")).start();
    asking.destroyForcibly().waitFor();

    registry.close();

    assertThat(registry.process().exitValue()).isZero();
    assertThat(directory.resolve("store/lading/control.sock")).doesNotExist();
    assertThat(lading("gc status").exit()).isZero();
  }

  @Test
  void everyCommand_hasHelpWithAnExample() throws Exception {
    for (String command : List.of("gc run", "gc status", "gc explain", "gc undo", "du")) {
      Output output = lading(command, "--help");
      assertThat(output.exit()).as(command).isZero();
      assertThat(output.out()).contains("Usage: lading " + command, "Example: lading " + command);
    }
  }

  private Path push(String tag) {
    Path image =
        BusyboxImage.layout(
            skopeo.home(), directory.resolve("image-" + tag), tag, "garbage " + tag);
    skopeo.copy("oci:" + image + ":" + tag, skopeo.docker("a/b:" + tag));
    return image;
  }

  private List<String> layers(String tag) {
    return Json.parse(skopeo.manifest("a/b:" + tag).toString()).findValuesAsText("digest");
  }

  private int status(String blob) throws IOException {
    var connection =
        (HttpURLConnection)
            registry.url().resolve("/v2/a/b/blobs/" + blob).toURL().openConnection();
    return connection.getResponseCode();
  }

  /** What a dry run tells once the grace has passed in which the push claimed it. */
  private JsonNode untilRemovable(String digest) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    JsonNode dry = report("--dry-run");
    while (!removed(dry).contains(digest)) {
      assertThat(Instant.now()).as(dry.toString()).isBefore(end);
      dry = report("--dry-run");
    }
    return dry;
  }

  private static List<String> removed(JsonNode report) {
    return report.path("removed").findValuesAsText("digest");
  }

  private JsonNode report(String... options) throws Exception {
    String[] all = new String[options.length + 3];
    all[0] = "--now";
    all[1] = "--yes";
    all[2] = "--json";
    System.arraycopy(options, 0, all, 3, options.length);
    Output output = lading("gc run", all);
    assertThat(output.exit()).as(output.err()).isZero();
    return Json.parse(output.out());
  }

  private Output lading(String verb, String... options) throws IOException, InterruptedException {
    Path out = directory.resolve("out.txt");
    Path err = directory.resolve("err.txt");
    Process process =
        new ProcessBuilder(lading.command(verb, options))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new Output(process.waitFor(), Files.readString(out), Files.readString(err));
  }
}
