package dev.lading.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.runtime.command.ContainerPrograms.Said;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What does not begin is told, with its code, and leaves nothing. */
class NotStartedTest extends ContainerTest {
  @ParameterizedTest
  @CsvSource({
    "runc, nosuch, 127",
    "crun, nosuch, 127",
    "bwrap, nosuch, 127",
    "unshare, nosuch, 127",
    "runc, /etc/passwd, 126",
    "crun, /etc/passwd, 126",
    "bwrap, /etc/passwd, 126",
    "unshare, /etc/passwd, 126"
  })
  void aDetachedOne_isTold(String backend, String command, int code) throws IOException {
    ContainerPrograms.need(backend);
    Said said =
        programs.lading("run", "-d", "--rm", "--runtime", backend, programs.image(), command);

    assertThat(said.exit()).as("%s", said).isEqualTo(code);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).contains(command);
    assertThat(programs.ids()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "runc, 127",
    "crun, 127",
    "bwrap, 127",
    "unshare, 127",
    "bwrap, 126",
    "unshare, 126",
    "bwrap, 1",
    "unshare, 1"
  })
  void oneThatEndsSo_hasBegun(String backend, int code) {
    ContainerPrograms.need(backend);
    Said said =
        programs.lading(
            "run",
            "-d",
            "--name",
            "short",
            "--runtime",
            backend,
            programs.image(),
            "sh",
            "-c",
            "exit " + code);

    assertThat(said.exit()).as("%s", said).isZero();
    assertThat(programs.lading("logs", "-f", "short").exit()).isZero();
    assertThat(programs.lading("ps", "-a").out()).contains("exited (" + code + ")");
  }
}
