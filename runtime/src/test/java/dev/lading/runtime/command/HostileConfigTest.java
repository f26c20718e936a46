package dev.lading.runtime.command;

import static dev.lading.runtime.command.ContainerPrograms.await;
import static dev.lading.runtime.command.ContainerPrograms.isOver;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.runtime.command.ContainerPrograms.Said;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that say what nobody says, and records that cannot be read. */
class HostileConfigTest extends ContainerTest {
  @BeforeEach
  void begin() {
    ContainerPrograms.need("runc");
  }

  @Test
  void aLongCommand_canBeSeenEnteredAndStopped() throws IOException {
    String word = "\\u0001".repeat(100_000);
    programs.imageSays(
        "{\"Cmd\": [\"sh\", \"-c\", \"sleep 1000\"%s]}"
            .formatted((", \"" + word + "\"").repeat(9)));

    assertThat(programs.lading("run", "-d", "--name", "web", programs.image()).exit()).isZero();

    assertThat(programs.lading("ps").out()).contains("sh -c sleep 1000", "running");
    assertThat(programs.lading("exec", "web", "echo", "entered").out()).isEqualTo("entered\n");
    assertThat(programs.lading("stop", "-t", "0", "web").exit()).isZero();
    assertThat(programs.lading("rm", "web").exit()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // config, with LONG for 140,000 characters             | what is said
        // and MANY for 25 words of 100,000
        "{'Cmd': ['true', 'a\\u0000b']}                          | word 2 of the command holds a zero byte",
        "{'Cmd': ['true'], 'Env': ['A=a\\u0000b']}               | the variable A holds a zero byte",
        "{'Cmd': ['true'], 'WorkingDir': '/\\u0000'}             | the path in the container holds a zero byte",
        "{'Cmd': ['true', 'LONG']}                     | word 2 of the command takes 140001 bytes, of 131072",
        "{'Cmd': ['true'], 'Env': ['A=LONG']}          | the variable A takes 140003 bytes, of 131072",
        "{'Cmd': ['true', MANY]}                                 | the command with its variables takes 2",
        "{'Cmd': ['true'], 'StopSignal': 'SIGNONE'}              | the image's StopSignal SIGNONE: there is no such signal",
      })
  void whatNoKernelTakes_isRefused(String config, String said) throws IOException {
    String many = String.join(", ", Collections.nCopies(25, "'" + "x".repeat(100_000) + "'"));
    programs.imageSays(
        config.replace("LONG", "x".repeat(140_000)).replace("MANY", many).replace('\'', '"'));

    Said heard = programs.lading("run", programs.image());

    assertThat(heard.exit()).isEqualTo(125);
    assertThat(heard.err()).contains(said).hasSizeLessThan(300);
    assertThat(programs.ids()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"runc", "crun", "bwrap", "unshare"})
  void rm_endsAContainer_whoseRecordIsDamaged(String backend) throws IOException {
    ContainerPrograms.need(backend);
    String id =
        programs
            .lading("run", "-d", "--runtime", backend, programs.image(), "sleep", "1000")
            .out()
            .strip();
    Path container = programs.container(id);
    String pid = Files.readString(container.resolve("pid")).strip().split(" ", 2)[0];
    ProcessHandle init = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    Files.writeString(container.resolve("container.json"), "{");
    assertThat(programs.lading("stop", id).err()).contains("lading rm -f");

    assertThat(programs.lading("rm", "-f", id).exit()).isZero();

    await(() -> isOver(init));
    assertThat(container).doesNotExist();
  }
}
