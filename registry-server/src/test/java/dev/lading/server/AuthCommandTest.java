package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.config.Configuration;
import dev.lading.storage.Durability;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.filesystem.FilesystemDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthCommandTest {
  private static final String RULES =
      """
      version: 0.1
      storage: {filesystem: {rootdirectory: ROOT}}
      auth:
        htpasswd: {path: users}
        access:
          - {who: "group:interns", deny: [push], on: "release/**"}
          - {who: anonymous, may: [pull], on: "public/**"}
          - {who: "user:alice", may: [pull, push, delete], on: "team-a/**"}
          - {who: "robot:ci", may: [pull], on: "**"}
          - {who: "user:user:x", may: [pull], on: "**"}
          - {who: "group:interns", may: [push], on: "**"}
      """;

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          anonymous pull public/app                     | 0 | allowed by auth.access.1 | 7
          anonymous push public/app                     | 1 | denied: none of the 6    |
          alice pull public/app                         | 0 | allowed by auth.access.1 | 7
          alice push team-a/app                         | 0 | allowed by auth.access.2 | 8
          alice push team-b/app                         | 1 | denied: none of the 6    |
          user:alice push team-a/app                    | 0 | allowed by auth.access.2 | 8
          robot+ci pull team-b/app                      | 0 | allowed by auth.access.3 | 9
          robot:ci pull team-b/app                      | 0 | allowed by auth.access.3 | 9
          ci pull team-b/app                            | 1 | denied: none             |
          user:robot:ci pull team-b/app                 | 1 | denied: none             |
          user:x pull team-b/app                        | 1 | denied: none             |
          user:user:x pull team-b/app                   | 0 | allowed by auth.access.4 | 10
          bob push release/app --group interns          | 1 | denied by auth.access.0  | 6
          bob push app --group other --group interns    | 0 | allowed by auth.access.5 | 11
          """)
  void explain_namesTheRuleThatDecides(String asked, int exit, String why, String line)
      throws IOException {
    Path config = config(RULES);

    Ran ran = explain(config, asked);

    assertThat(ran.exit()).as(ran.all()).isEqualTo(exit);
    assertThat(ran.out()).startsWith(why);
    assertThat(ran.out().strip())
        .endsWith(line == null ? "covers it" : "(" + config + ":" + line + ")");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alice fly app                    | ACTION     | pull-unsigned
          alice * app                      | ACTION     | is none of
          alice pull App                   | REPOSITORY | team-a/app
          alice pull ../etc                | REPOSITORY | is no name
          anonymous pull app --group g     | --group    | no groups
          robot+ci pull app --group g      | --group    | no groups
          alice pull                       | REPOSITORY | Missing
          alice pull a b                   | b          | Unmatched
          """)
  void explain_ofWhatCannotBe_isAskedWrongly(String asked, String about, String message)
      throws IOException {
    Ran ran = explain(config(RULES), asked);

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains(about).contains(message);
  }

  @Test
  void explain_ofHostileTexts_movesNoCursor() throws IOException {
    Ran ran =
        Ran.of(new AuthCommand(), "explain", "-c", config(RULES).toString(), "", "\u001b", "a");

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).doesNotContain("\u001b");
  }

  @Test
  void explain_tellsOfSwitches_thatNoRuleUndoes() throws IOException {
    Ran ran = explain(config(RULES), "alice delete team-a/app");

    assertThat(ran.out()).startsWith("allowed by auth.access.2");
    assertThat(ran.err()).contains("storage.delete.enabled is false");
  }

  @Test
  void explain_withoutRules_tellsThat() throws IOException {
    Path open = config("version: 0.1\nstorage: inmemory\n");
    assertThat(explain(open, "anonymous push app").out()).contains("asks nobody to log in");

    Path login = config("version: 0.1\nstorage: inmemory\nauth: {htpasswd: {path: u}}\n");
    assertThat(explain(login, "anonymous pull app").exit()).isEqualTo(1);
    assertThat(explain(login, "alice push app").out()).contains("any login will do");
  }

  @Test
  void explain_ofABrokenConfiguration_saysWhatIsWrong() throws IOException {
    Ran ran =
        explain(
            config("version: 0.1\nstorage: inmemory\nauth: {access: [{who: x}]}\n"),
            "alice pull app");

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains(":3: error: auth.access.0.who");
  }

  @Test
  void sealingKey_isMadeOnce() {
    Path file = directory.resolve("key");

    Ran first = Ran.of(new AuthCommand(), "sealing-key", file.toString());
    Ran second = Ran.of(new AuthCommand(), "sealing-key", file.toString());

    assertThat(first.exit()).isZero();
    assertThat(first.out()).isEmpty();
    assertThat(file).content().hasLineCount(1).hasSize(45);
    assertThat(second.exit()).isEqualTo(1);
    assertThat(second.err()).contains("is there already");
  }

  @Test
  void rotate_addsAKey_thatSignsLater() throws IOException {
    Path config = config(issuing());

    Ran ran = rotate(config);

    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("next signing key");
    assertThat(generations()).containsExactly("0000000001", "0000000002");
    assertThat(directory.resolve("store.sealing-key")).exists();
  }

  @Test
  void rotate_besideARunningRegistry_isDoneByIt() throws IOException {
    Files.writeString(directory.resolve("users"), "");
    Path config = config(issuing() + "http: {addr: '127.0.0.1:0'}\n");
    ServerSettings settings =
        Configuration.load(Optional.of(config), Map.of()).read(ServerSettings::from).get();
    try (Registry _ = Registry.start(settings, Optional.of(config), Map.of())) {
      assertThat(generations()).containsExactly("0000000001");

      Ran ran = rotate(config);

      assertThat(ran.exit()).as(ran.err()).isZero();
      assertThat(generations()).containsExactly("0000000001", "0000000002");
    }
  }

  @Test
  void rotate_besideAProcessThatTakesNoCommands_saysWhatToDo() throws IOException {
    try (StorageDriver _ =
        FilesystemDriver.open(
            directory.resolve("store"), Durability.RELAXED, "a test", InstantSource.system())) {
      Ran ran = rotate(config(issuing()));

      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.err()).contains("in use by a test", "Stop that registry", "rotateafter");
    }
  }

  @Test
  void rotate_withAnotherSealingKey_changesNothing() throws IOException {
    Path config = config(issuing());
    rotate(config);
    Files.delete(directory.resolve("store.sealing-key"));

    Ran ran = rotate(config);

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("cannot be opened with the sealing key").doesNotContain("\tat ");
    assertThat(generations()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          filesystem: {rootdirectory: /nowhere} | htpasswd: {path: u}   | signs no tokens
          inmemory: {}                          | token: {issue: true}  | memory
          """)
  void rotate_whereThereIsNoKey_isRefused(String storage, String auth, String why)
      throws IOException {
    Ran ran = rotate(config("version: 0.1\nstorage: {%s}\nauth: {%s}\n".formatted(storage, auth)));

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains(why);
  }

  private static Ran explain(Path config, String asked) {
    List<String> arguments =
        Stream.concat(
                Stream.of("explain", "--config", config.toString()),
                Stream.of(asked.split(" ", -1)))
            .toList();
    return Ran.of(new AuthCommand(), arguments.toArray(String[]::new));
  }

  private static Ran rotate(Path config) {
    return Ran.of(new AuthCommand(), "rotate", "--config", config.toString());
  }

  private List<String> generations() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("store/lading/state/keys/token"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String issuing() {
    return """
        version: 0.1
        storage: {filesystem: {rootdirectory: ROOT}}
        auth: {htpasswd: {path: users}, token: {issue: true}}
        """;
  }

  private Path config(String text) throws IOException {
    return Files.writeString(
        directory.resolve("config.yml"),
        text.replace("ROOT", directory.resolve("store").toString()));
  }
}
