package dev.lading.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.runtime.command.ContainerPrograms.Said;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values of variables are nobody's but the container's. */
class SecretsTest extends ContainerTest {
  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun", "bwrap", "unshare"})
  void aValue_isInNoCommandLine(String backend) throws IOException {
    ContainerPrograms.need(backend);
    String secret = "s3cret-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    Path given =
        Files.writeString(folder.resolve("given"), "IN_FILE=" + secret + "\na.b=" + secret);

    Said begun =
        programs.lading(
            "run",
            "-d",
            "--runtime",
            backend,
            "--env-file",
            given.toString(),
            programs.image(),
            "sleep",
            "1000");

    assertThat(begun.exit()).as("%s", begun).isZero();
    assertThat(commandLines()).noneMatch(line -> line.contains(secret));
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun", "bwrap", "unshare"})
  void allNamesAndValues_arrive(String backend) {
    ContainerPrograms.need(backend);
    Said said =
        programs.lading(
            "run",
            "--rm",
            "--runtime",
            backend,
            "-e",
            "QUOTED=it's $HOME `id` \\ \"x\"",
            "-e",
            "LINES=one\ntwo",
            "-e",
            "EMPTY=",
            "-e",
            "with.dots-and=a=b",
            "-e",
            "UID=5",
            "-e",
            "OPTIND=none",
            programs.image(),
            "env");

    assertThat(said.out().lines())
        .as("%s", said)
        .contains(
            "QUOTED=it's $HOME `id` \\ \"x\"",
            "LINES=one",
            "two",
            "EMPTY=",
            "with.dots-and=a=b",
            "UID=5",
            "OPTIND=none",
            "FROM_IMAGE=yes")
        .noneMatch(line -> line.startsWith("SHLVL=") || line.startsWith("XDG_DATA_HOME="));
  }

  private static List<String> commandLines() throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .map(process -> process.resolve("cmdline"))
          .filter(Files::isReadable)
          .map(SecretsTest::text)
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException _) {
      return ""; // it has ended
    }
  }
}
