package dev.lading.runtime.command;

import static dev.lading.runtime.command.ContainerPrograms.await;
import static dev.lading.runtime.command.ContainerPrograms.content;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A container's terminal has the size of ours, soon after it began: runc sets it when the program
 * runs already.
 */
class TerminalTest extends ContainerTest {
  private static final String PROGRAM =
      """
      trap 'echo told' WINCH
      until [ "$(stty size 2>/dev/null)" = "20 70" ]; do sleep 0.05; done
      echo up
      until [ "$(stty size)" = "33 111" ]; do sleep 0.05; done
      exit 9
      """;

  @BeforeEach
  void begin() throws IOException {
    ContainerPrograms.need("runc", "script", "stty");
    Files.writeString(folder.resolve("image/program"), PROGRAM);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-it", "-t"})
  void whenOursIsResized_theContainersIs_andItsProgramHears(String options)
      throws IOException, InterruptedException {
    Path out = folder.resolve("said");
    Process script =
        programs.start(List.of("script", "-qefc", inATerminal(options), "/dev/null"), out);
    await(() -> content(out).contains("up"));
    String ours = content(folder.resolve("tty")).strip();
    programs.run("", List.of("stty", "-F", ours, "rows", "33", "cols", "111"));

    assertThat(script.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(script.exitValue()).isEqualTo(9);
    assertThat(content(out)).containsPattern("up\\s+told");
  }

  private String inATerminal(String options) {
    List<String> run = programs.command("run", "--rm", options, "--runtime", "runc");
    run.addAll(List.of(programs.image(), "sh", "/program"));
    return "tty >%s; stty rows 20 cols 70; exec %s"
        .formatted(folder.resolve("tty"), String.join(" ", run));
  }
}
