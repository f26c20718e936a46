package dev.lading.auth.robots;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lading.auth.Identity;
import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.UnusableFile;
import dev.lading.auth.robots.Robots.Outcome.Accepted;
import dev.lading.auth.robots.Robots.Outcome.Refused;
import dev.lading.auth.robots.Robots.Reason;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RobotsTest {
  private static final String HASH = "0a".repeat(32);
  private static final Instant CREATED = Instant.parse("2026-11-01T00:00:00Z");
  private static final Robots ROBOTS =
      new Robots(
          List.of(
              robot("ci", "2027-01-31", secret("old", "2026-12-20"), secret("new", "never")),
              robot("forever", "never", secret("forever", "never")),
              robot("gone", "2026-11-20", secret("gone", "never")),
              robot("locked", "never")));

  @ParameterizedTest
  @CsvSource({
    // robot, secret,  at,                   outcome
    "ci,      new,     2026-11-21T00:00:00Z, accepted",
    "ci,      old,     2026-11-21T00:00:00Z, accepted",
    "ci,      old,     2026-12-05T23:59:59Z, accepted",
    "ci,      old,     2026-12-06T00:00:00Z, until 2026-12-20T00:00:00Z",
    "ci,      old,     2026-12-19T23:59:59Z, until 2026-12-20T00:00:00Z",
    "ci,      old,     2026-12-20T00:00:00Z, SECRET_EXPIRED",
    "ci,      new,     2026-12-20T00:00:00Z, accepted",
    "ci,      new,     2027-01-17T12:00:00Z, until 2027-01-31T00:00:00Z",
    "ci,      new,     2027-01-31T00:00:00Z, ROBOT_EXPIRED",
    "ci,      old,     2027-01-31T00:00:00Z, ROBOT_EXPIRED",
    "ci,      forever, 2026-11-21T00:00:00Z, WRONG_SECRET",
    "ci,      '',      2026-11-21T00:00:00Z, WRONG_SECRET",
    "forever, forever, 2526-11-21T00:00:00Z, accepted",
    "gone,    gone,    2026-11-21T00:00:00Z, ROBOT_EXPIRED",
    "gone,    wrong,   2026-11-21T00:00:00Z, WRONG_SECRET",
    "locked,  '',      2026-11-21T00:00:00Z, WRONG_SECRET",
    "nobody,  new,     2026-11-21T00:00:00Z, UNKNOWN_ROBOT",
    "../ci,   new,     2026-11-21T00:00:00Z, UNKNOWN_ROBOT",
    "CI,      new,     2026-11-21T00:00:00Z, UNKNOWN_ROBOT",
  })
  void check_isAsTheTableSays(String robot, String secret, Instant at, String outcome) {
    var identity = new Identity.Robot(robot);
    assertThat(ROBOTS.check(robot, secret.getBytes(UTF_8), at))
        .isEqualTo(
            switch (outcome) {
              case "accepted" -> new Accepted(identity, Optional.empty());
              case String soon when soon.startsWith("until ") ->
                  new Accepted(identity, Optional.of(Instant.parse(soon.substring(6))));
              default -> new Refused(Reason.valueOf(outcome));
            });
  }

  /** Whoever has read the file has not learnt what to log in with. */
  @Test
  void check_ofAHash_isRefused() {
    String stored = ROBOTS.find("forever").orElseThrow().secrets().getFirst().sha256();
    assertThat(ROBOTS.check("forever", stored.getBytes(UTF_8), CREATED))
        .isEqualTo(new Refused(Reason.WRONG_SECRET));
  }

  @Test
  void parse_readsAllThereIs() {
    Robots robots =
        parse(
            """
            # robots
            robots:
              ci:
                expires: 2027-01-31T12:00:00+01:00
                comment: "builds: team A"
                secrets:
                  - {sha256: %s, created: 2026-11-01T00:00:00Z}
                  - sha256: %s
                    created: 2026-11-01
                    expires: 2026-12-01
              a.b-c_d: {expires: never}
            """
                .formatted(HASH, "0".repeat(63) + "1"));
    assertThat(robots.all())
        .containsExactly(
            new Robot("a.b-c_d", Expiry.NEVER, "", List.of()),
            new Robot(
                "ci",
                Expiry.parse("2027-01-31T11:00:00Z"),
                "builds: team A",
                List.of(
                    new StoredSecret(HASH, CREATED, Expiry.NEVER),
                    new StoredSecret("0".repeat(63) + "1", CREATED, Expiry.parse("2026-12-01")))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# none\n", "robots:\n", "robots: {}\n", "~\n"})
  void parse_ofNoRobots_isNone(String text) {
    assertThat(parse(text).all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{comment: x};                                       expires: is missing",
        "{expires: soon};                                    expires: is no time",
        "{expires: 2026-13-01};                              expires: is no time",
        "{expires: [never]};                                 expires: a single value",
        "{expires: };                                        expires: is no time",
        "{expires: never, expires: never};                   written twice",
        "{expires: never, secret: x};                        unknown key; known here: expires",
        "{expires: never, secrets: x};                       a list of two at most",
        "{expires: never, secrets: [x]};                     a section belongs here",
        "{expires: never, secrets: [{}, {}, {}]};            a list of two at most",
        "{expires: never, secrets: [{created: 2026-01-01}]}; sha256: is missing",
        "{expires: never, secrets: [{sha256: ab, created: 2026-01-01}]};  no SHA-256",
        "{expires: never, secrets: [{sha256: HASH}]};        created: is missing",
        "{expires: never, secrets: [{sha256: HASH, created: never}]};     created: is no time",
        "{expires: never, ? [a] : b};                        a key must be a name",
        "just text;                                          a section belongs here",
      })
  void parse_ofAWrongRobot_saysWhatIsWrong(String robot, String message) {
    UnusableFile unusable = unusable("robots:\n  ci: " + robot.replace("HASH", HASH) + "\n");
    assertThat(unusable).hasMessageStartingWith("robots.yml:2: ").hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CI", "a b", "a/b", "..", "a..b", "-a", "a-", "robot+ci", "a:b", "''"})
  void parse_ofANameThatCannotBe_isRefused(String name) {
    assertThat(unusable("robots:\n  \"" + name + "\": {expires: never}\n"))
        .hasMessageContaining("no name of a robot");
  }

  @Test
  void parse_reportsAllProblems() {
    assertThat(
            unusable("more: x\nrobots:\n  A: {expires: x}\n  b: {}\n  c: {expires: 1}\n")
                .problems())
        .extracting(UnusableFile.Problem::line)
        .containsExactlyInAnyOrder(1, 3, 3, 4, 5);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"robots: [", "a: b: c", "\t", "robots: *x", "--- a\n--- b", "\u0000", "&a [*a]"})
  void parse_ofWhatIsNoSuchYaml_isRefused(String text) {
    assertThat(unusable(text)).isNotNull();
  }

  @Test
  void parse_ofDeepNesting_isRefused() {
    assertThat(unusable("robots: " + "[".repeat(10_000))).isNotNull();
  }

  /** A secret pasted in place of its hash is not repeated in a message. */
  @Test
  void parse_ofASecretInPlaceOfAHash_doesNotRepeatIt() {
    String text =
        "robots:\n  ci: {expires: never, secrets: [{sha256: lading_robot_x, created: 2026-01-01}]}";
    assertThat(unusable(text).getMessage()).doesNotContain("lading_robot_x");
  }

  private static Robots parse(String text) {
    return Robots.parse(new FileContent(Path.of("robots.yml"), text.getBytes(UTF_8)));
  }

  private static UnusableFile unusable(String text) {
    return catchThrowableOfType(UnusableFile.class, () -> parse(text));
  }

  private static Robot robot(String name, String expires, StoredSecret... secrets) {
    return new Robot(name, Expiry.parse(expires), "", List.of(secrets));
  }

  private static StoredSecret secret(String text, String expires) {
    return new StoredSecret(
        RobotSecret.sha256(text.getBytes(UTF_8)), CREATED, Expiry.parse(expires));
  }
}
