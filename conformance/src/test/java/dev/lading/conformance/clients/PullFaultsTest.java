package dev.lading.conformance.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.clients.ClientHome.Output;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.RegistryProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls that get into each other's way, are killed, or have no room: the next one is whole. */
@Needs({"skopeo", "umoci", "busybox", "tar", "mount"})
class PullFaultsTest {
  private static final int KILLS = 6;
  private static final int FILE_BYTES = 20_000_000;

  private final Path directory;
  private final ClientHome home;
  @AutoClose private final RegistryProcess registry;
  private final String image;

  PullFaultsTest(@TempDir Path directory) throws IOException {
    this.directory = Files.createDirectories(directory.resolve("client"));
    this.home = ClientHome.in(this.directory);
    this.registry = LadingServer.in(directory).start();
    this.image = registry.url().getAuthority() + "/team/app:v1";
    push();
  }

  @Test
  void twoPullsAtOnce_bothSucceed() throws Exception {
    LadingClient lading = new LadingClient(home, directory);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Callable<Output> pull = () -> lading.attempt("pull", "--trust", "off", image);
      for (Future<Output> each : threads.invokeAll(List.of(pull, pull))) {
        each.get().orFail();
      }
    }
    assertWhole(data());
    assertThat(lading.run("images").out().lines()).hasSize(2);
  }

  @Test
  void killedPulls_leaveNoName_andTheNextIsWhole() throws Exception {
    LadingClient lading = new LadingClient(home, directory);
    Random random = new Random(7);
    for (int i = 0; i < KILLS; i++) {
      Process pull =
          home.processOf(lading.command("pull", "--trust", "off", image))
              .redirectErrorStream(true)
              .redirectOutput(directory.resolve("killed.txt").toFile())
              .start();
      boolean ended = pull.waitFor(random.nextInt(200, 2500), TimeUnit.MILLISECONDS);
      pull.destroyForcibly().waitFor();
      assertThat(ended || lading.run("images").out().lines().count() <= 2).isTrue();
    }

    lading.run("pull", "--trust", "off", image);

    assertWhole(data());
  }

  @Test
  void fullDisk_isSaidSo_andWithRoomThePullGoesOn() {
    Path small = directory.resolve("small");
    List<String> command = new LadingClient(home, directory).command();
    String pull = String.join(" ", command) + " pull --trust off --data-dir " + small + " " + image;
    Output output =
        home.attempt(
            "sh",
            "-c",
            """
            mkdir "$1" && mount -t tmpfs -o size=8m none "$1" || exit 90
            $2 && exit 91
            mount -o remount,size=200m "$1" && $2 && ls -l "$1"/roots/*/file""",
            "sh",
            small.toString(),
            pull);

    assertThat(output.exit()).as(output.toString()).isZero();
    assertThat(output.err()).containsIgnoringCase("no space left on device");
    assertThat(output.out()).contains(String.valueOf(FILE_BYTES));
  }

  /** A layer that takes some time to come, of which nothing compresses. */
  private void push() throws IOException {
    Path layout = BusyboxImage.layout(home, directory.resolve("image"), "v1", "hello");
    byte[] noise = new byte[FILE_BYTES];
    new Random(3).nextBytes(noise);
    Path file = Files.write(directory.resolve("noise"), noise);
    home.run("umoci", "insert", "--image", layout + ":v1", file.toString(), "/file");
    home.run(
        "skopeo", "copy", "--dest-tls-verify=false", "oci:" + layout + ":v1", "docker://" + image);
  }

  private Path data() {
    return Path.of(home.environment().get("XDG_DATA_HOME")).resolve("lading");
  }

  private void assertWhole(Path data) throws IOException {
    List<Path> roots = new ArrayList<>();
    try (Stream<Path> all = Files.list(data.resolve("roots"))) {
      all.forEach(roots::add);
    }
    assertThat(roots).hasSize(1);
    assertThat(roots.getFirst().resolve("file")).hasSameBinaryContentAs(directory.resolve("noise"));
    try (Stream<Path> left = Files.list(data.resolve("ingest"))) {
      assertThat(left).isEmpty();
    }
  }
}
