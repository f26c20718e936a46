package dev.lading.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.auth.Identity;
import dev.lading.auth.files.FileContent;
import dev.lading.auth.robots.LastUsed;
import dev.lading.auth.robots.RobotSecret;
import dev.lading.auth.robots.Robots;
import dev.lading.storage.Durability;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.filesystem.FilesystemDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RobotCommandTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00.5Z");
  private static final Instant SECOND = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("robots.yml");
  }

  @Test
  void add_printsTheSecretAloneAndOnce() throws IOException {
    Ran ran = run("add", "ci", "--expires", "90d", "--comment", "builds");

    assertThat(ran.exit()).as(ran.err()).isZero();
    String secret = ran.out().stripTrailing();
    assertThat(RobotSecret.isSecret(secret)).isTrue();
    assertThat(ran.err()).contains("robot+ci", "until 2027-02-18T12:00:00Z").doesNotContain(secret);
    assertThat(isAccepted(secret, SECOND)).isTrue();
    assertThat(isAccepted(secret, SECOND.plus(Duration.ofDays(90)))).isFalse();
    assertThat(Files.readString(file)).doesNotContain(secret);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @ParameterizedTest
  @CsvSource({
    "never, no end",
    "2027-01-31, until 2027-01-31T00:00:00Z",
    "2027-01-31T18:00:00Z, until 2027-01-31T18:00:00Z",
    "12h, until 2026-11-21T00:00:00Z",
    "30m, until 2026-11-20T12:30:00Z",
  })
  void end_isASpanADateOrNever(String expires, String shown) {
    assertThat(run("add", "ci", "--expires", expires).exit()).isZero();
    assertThat(run("list").out()).contains("ci: " + shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "soon", "-1d", "0d", "2026-01-01", "90", "999999d", "1y", "\u001b[0m"})
  void end_thatIsNone_isRefused(String expires) {
    Ran ran = run("add", "ci", "--expires=" + expires);

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).isNotEmpty().doesNotContain("\u001b", "\tat ");
    assertThat(file).doesNotExist();
  }

  @Test
  void robot_withoutAnEnd_isNotMadeByAccident() {
    assertThat(run("add", "ci").exit()).isEqualTo(2);
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CI", "a/b", "../x", "a b", "robot+ci", "ci:x", "a\nb", "\u001b[0m"})
  void name_thatNoRobotCanHave_isRefused(String name) {
    Ran ran = run("add", name, "--expires", "1d");

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("no name of a robot").doesNotContain("\u001b");
    assertThat(file).doesNotExist();
  }

  @Test
  void rotate_leavesTheOldSecretForTheOverlap() {
    String old = run("add", "ci", "--expires", "never").out().strip();

    Ran ran = run("rotate", "ci", "--overlap", "2h");

    String secret = ran.out().strip();
    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("until 2026-11-20T14:00:00Z").doesNotContain(secret, old);
    assertThat(isAccepted(secret, SECOND)).isTrue();
    assertThat(isAccepted(old, SECOND)).isTrue();
    assertThat(isAccepted(old, SECOND.plus(Duration.ofHours(2)))).isFalse();
  }

  @Test
  void rotate_withoutOverlap_endsTheOldSecret() {
    String old = run("add", "ci", "--expires", "never").out().strip();

    String secret = run("rotate", "ci", "--overlap", "0h").out().strip();

    assertThat(isAccepted(secret, SECOND)).isTrue();
    assertThat(isAccepted(old, SECOND)).isFalse();
  }

  @Test
  void renew_movesTheEnd_andRemoveEndsAll() {
    String secret = run("add", "ci", "--expires", "1d").out().strip();

    Ran renew = run("renew", "ci", "--expires", "never");
    assertThat(renew.exit()).as(renew.err()).isZero();
    assertThat(renew.out()).isEmpty();
    assertThat(isAccepted(secret, SECOND.plus(Duration.ofDays(1000)))).isTrue();

    assertThat(run("remove", "ci").exit()).isZero();
    assertThat(isAccepted(secret, SECOND)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"rotate ci", "renew ci --expires 1d", "remove ci", "rotate ../etc"})
  void robot_thatIsNotThere_isAnError(String line) {
    Ran ran = run(line.split(" ", -1));

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("lading robot list");
  }

  @Test
  void list_tellsEndsAndSecrets_andNothingOfHashes() throws IOException {
    run("add", "ci", "--expires", "1h", "--comment", "team \u001b[31mA");
    run("rotate", "ci", "--overlap", "30m");
    run("add", "cd", "--expires", "never");

    Ran people = run("list");
    JsonNode robots = new ObjectMapper().readTree(run("list", "--json").out());

    assertThat(people.out().lines())
        .containsExactly(
            "cd: no end; one secret; last use not known",
            "ci: until 2026-11-20T13:00:00Z; 2 secrets (one until 2026-11-20T12:30:00Z); last use"
                + " not known; team ?[31mA");
    assertThat(robots.get(1).path("login").asText()).isEqualTo("robot+ci");
    assertThat(robots.get(1).path("expired").asBoolean(true)).isFalse();
    assertThat(robots.get(1).path("lastUsed").asText()).isEqualTo("unknown");
    assertThat(robots.get(1).path("secrets")).hasSize(2);
    assertThat(people.out() + robots).doesNotContainPattern("[0-9a-f]{64}");
  }

  /** Beside a registry that runs, so that the lock of the store is not to be had. */
  @Test
  void list_withAConfiguration_knowsTheLastUses() throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("config.yml"),
            """
            version: 0.1
            storage: {filesystem: {rootdirectory: %s}}
            auth: {robots: {path: robots.yml}}
            """
                .formatted(directory.resolve("store")));
    run("add", "ci", "--expires", "never");
    run("add", "idle", "--expires", "never");
    InstantSource clock = InstantSource.fixed(NOW);

    try (StorageDriver driver =
        FilesystemDriver.open(directory.resolve("store"), Durability.RELAXED, "test", clock)) {
      new LastUsed(driver, clock).note(new Identity.Robot("ci"));
      Ran ran = Ran.of(new RobotCommand(clock), "list", "--config", config.toString());

      assertThat(ran.exit()).as(ran.err()).isZero();
      assertThat(ran.out().lines())
          .containsExactly(
              "ci: no end; one secret; last used 2026-11-20T12:00:00Z",
              "idle: no end; one secret; never used");
    }
  }

  @Test
  void list_doesNotMakeAStore() throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("config.yml"),
            "version: 0.1\nstorage: {filesystem: {rootdirectory: %s}}\nauth: {robots: {path: robots.yml}}\n"
                .formatted(directory.resolve("store")));
    run("add", "ci", "--expires", "never");

    Ran ran = Ran.of(new RobotCommand(InstantSource.fixed(NOW)), "list", "-c", config.toString());

    assertThat(ran.out()).contains("never used");
    assertThat(directory.resolve("store")).doesNotExist();
  }

  private Ran run(String... arguments) {
    String[] all = new String[arguments.length + 2];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--file";
    all[arguments.length + 1] = file.toString();
    return Ran.of(new RobotCommand(InstantSource.fixed(NOW)), all);
  }

  private boolean isAccepted(String secret, Instant when) {
    return Robots.parse(FileContent.read(file)).check("ci", secret.getBytes(UTF_8), when)
        instanceof Robots.Outcome.Accepted;
  }
}
