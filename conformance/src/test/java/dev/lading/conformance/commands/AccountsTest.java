package dev.lading.conformance.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.conformance.support.LadingServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code lading user}, {@code robot} and {@code auth}, as somebody meets them who sets them up. */
class AccountsTest {
  private static final String PASSWORD = "correct horse";

  @TempDir private Path directory;
  private LadingServer lading;

  private record Output(int exit, String out, String err) {}

  @BeforeEach
  void configure() {
    lading =
        LadingServer.in(directory)
            .with("auth.htpasswd.path", "users.htpasswd")
            .with("auth.robots.path", "robots.yml")
            .with(
                "auth.access",
                List.of(Map.of("who", "robot:ci", "may", List.of("pull"), "on", "team-a/**")));
  }

  @Test
  void user_isAdded_byAPasswordOnStandardInput() throws Exception {
    Output added = run(PASSWORD + "\n", "user add", "--password-stdin", "alice");
    Output listed = run("", "user list", "--json");

    assertThat(added.exit()).as(added.err()).isZero();
    assertThat(Files.readString(directory.resolve("users.htpasswd")))
        .startsWith("alice:$2y$10$")
        .doesNotContain(PASSWORD);
    assertThat(listed.out()).contains("\"alice\"").doesNotContain("$2y$");
    assertThat(added.out() + added.err()).doesNotContain(PASSWORD, "$2y$");
  }

  @Test
  void user_isNotAdded_withoutATerminal() throws Exception {
    Output output = run(PASSWORD, "user add", "alice");

    assertThat(output.exit()).isEqualTo(2);
    assertThat(output.err()).contains("--password-stdin");
    assertThat(directory.resolve("users.htpasswd")).doesNotExist();
  }

  @Test
  void robot_isAdded_andItsSecretIsAllOfStandardOutput() throws Exception {
    Output added = run("", "robot add", "ci", "--expires", "90d");
    Output listed = run("", "robot list");

    assertThat(added.exit()).as(added.err()).isZero();
    assertThat(added.out()).matches("lading_robot_[0-9A-Za-z]{49}\\R");
    assertThat(added.err()).contains("robot+ci").doesNotContain(added.out().strip());
    assertThat(listed.out()).startsWith("ci: until ").endsWith("never used\n");
  }

  @Test
  void rule_isExplained_withItsLine() throws Exception {
    Output allowed = run("", "auth explain", "robot+ci", "pull", "team-a/app");
    Output denied = run("", "auth explain", "robot+ci", "push", "team-a/app");

    assertThat(allowed.exit()).as(allowed.err()).isZero();
    assertThat(allowed.out()).startsWith("allowed by auth.access.0").contains("config.yml:");
    assertThat(denied.exit()).isEqualTo(1);
    assertThat(denied.out()).startsWith("denied: the only rule");
  }

  @Test
  void everyCommand_hasHelpWithAnExample() throws Exception {
    for (String command :
        List.of(
            "user add",
            "user passwd",
            "user remove",
            "user list",
            "robot add",
            "robot rotate",
            "robot renew",
            "robot remove",
            "robot list",
            "auth explain",
            "auth rotate",
            "auth reseal",
            "backup",
            "restore")) {
      Output output = run("", command, "--help");
      assertThat(output.exit()).as(command).isZero();
      assertThat(output.out()).contains("Usage: lading " + command, "Example: lading " + command);
    }
  }

  private Output run(String input, String verb, String... options)
      throws IOException, InterruptedException {
    Path out = directory.resolve("out.txt");
    Path err = directory.resolve("err.txt");
    Process process =
        new ProcessBuilder(lading.command(verb, options))
            .redirectInput(Files.writeString(directory.resolve("in.txt"), input).toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new Output(process.waitFor(), Files.readString(out), Files.readString(err));
  }
}
