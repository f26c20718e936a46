package dev.lading.runtime.command;

import static dev.lading.runtime.command.ContainerPrograms.await;
import static dev.lading.runtime.command.ContainerPrograms.content;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Containers whose start hangs: the image has a pipe in place of /etc/passwd, which runc opens, and
 * nobody writes.
 */
class StartingTest extends ContainerTest {
  @BeforeEach
  void begin() throws IOException {
    ContainerPrograms.need("runc", "mkfifo");
    String passwd = folder.resolve("image/etc/passwd").toString();
    Files.delete(Path.of(passwd));
    programs.run("", List.of("mkfifo", passwd));
  }

  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130", "HUP, 129"})
  void aSignal_endsIt_andNothingIsLeft(String signal, int code)
      throws IOException, InterruptedException {
    Hung hung = hung("--rm");

    programs.run("", List.of("kill", "-" + signal, Long.toString(hung.lading.pid())));

    assertThat(hung.lading.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(hung.lading.exitValue()).isEqualTo(code);
    assertThat(content(folder.resolve("said"))).contains("before echo began");
    assertThat(programs.ids()).isEmpty();
    assertIsGone(hung);
  }

  @ParameterizedTest
  @ValueSource(strings = {"--name", "-d"})
  void stop_endsIt(String how) throws IOException, InterruptedException {
    Hung hung = how.equals("-d") ? hung("-d") : hung("--name", "web");
    assertThat(programs.lading("rm", hung.id).exit()).isEqualTo(1);

    assertThat(programs.lading("stop", hung.id).exit()).isZero();

    assertThat(hung.lading.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(hung.lading.exitValue()).isEqualTo(125);
    assertThat(programs.lading("ps", "-a").out()).contains("not started");
    assertIsGone(hung);
  }

  @Test
  void rm_endsIt_whenForced() throws IOException, InterruptedException {
    Hung hung = hung("-d");

    assertThat(programs.lading("rm", "-f", hung.id).exit()).isZero();

    assertThat(hung.lading.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(programs.ids()).isEmpty();
    assertIsGone(hung);
  }

  @Test
  void rm_endsIt_alsoWhenNobodyWaitsForIt() throws IOException, InterruptedException {
    Hung hung = hung("-d");
    hung.lading.destroyForcibly().waitFor();

    assertThat(programs.lading("rm", "-f", hung.id).exit()).isZero();

    assertIsGone(hung);
  }

  /** A start that does not come to its end, with all processes of it. */
  private record Hung(Process lading, String id, List<ProcessHandle> processes) {}

  private Hung hung(String... options) throws IOException {
    List<String> command = programs.command("run", "--runtime", "runc");
    command.addAll(List.of(options));
    command.add(programs.image());
    Process lading = programs.start(command, folder.resolve("said"));
    await(() -> startedByRunc().isPresent());
    return new Hung(lading, startedByRunc().orElseThrow(), lading.descendants().toList());
  }

  /** The ID of the container that runc has made, and not begun. */
  private Optional<String> startedByRunc() {
    try {
      return programs.ids().stream()
          .filter(
              id ->
                  Files.exists(programs.container(id).resolve("oci/" + id + "/state.json"))
                      && Files.exists(programs.container(id).resolve("supervisor")))
          .findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void assertIsGone(Hung hung) throws IOException {
    assertThat(hung.processes).isNotEmpty().allMatch(ContainerPrograms::isOver);
    try (Stream<Path> controllers = Files.list(Path.of("/sys/fs/cgroup"))) {
      assertThat(Stream.concat(Stream.of(Path.of("/sys/fs/cgroup")), controllers))
          .noneMatch(controller -> Files.exists(controller.resolve("lading").resolve(hung.id)));
    }
  }
}
