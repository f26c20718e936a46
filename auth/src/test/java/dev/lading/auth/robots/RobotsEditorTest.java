package dev.lading.auth.robots;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lading.auth.files.EditedFile;
import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.RefusedEdit;
import dev.lading.auth.files.RefusedEdit.Reason;
import dev.lading.auth.files.UnusableFile;
import dev.lading.auth.robots.Robots.Outcome.Accepted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RobotsEditorTest {
  private static final Instant START = Instant.parse("2026-11-20T21:37:22Z");
  private static final Expiry NEXT_YEAR = Expiry.parse("2027-11-20");
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir Path directory;
  private final AtomicReference<Instant> now = new AtomicReference<>(START.plusNanos(123));
  private Path file;

  @BeforeEach
  void nameTheFile() {
    file = directory.resolve("robots.yml");
  }

  @Test
  void add_toNoFile_makesOneForItsOwnerOnly() throws IOException {
    RobotSecret secret = editor().add("ci", NEXT_YEAR, "builds: of \"team A\" # 1");
    assertThat(file)
        .content()
        .isEqualTo(
            """
            robots:
              ci:
                expires: 2027-11-20T00:00:00Z
                comment: 'builds: of "team A" # 1'
                secrets:
                  - sha256: %s
                    created: 2026-11-20T21:37:22Z
            """
                .formatted(secret.sha256()));
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(fromString("rw-------"));
    assertThat(accepts("ci", secret)).isTrue();
  }

  @Test
  void add_keepsWhatOthersHaveWritten() throws IOException {
    Files.writeString(
        file,
        """
        # robots of the north
        robots:
          # nightly
          nightly: {expires: never}   # in flow style

          ci2:
            # asked for by Ann
            expires: 2027-01-01
            secrets: []
        """);
    editor().add("ci", Expiry.NEVER, "");
    assertThat(file)
        .content()
        .contains(
            "# robots of the north\n", "# nightly\n", "# in flow style", "# asked for by Ann\n")
        .contains("expires: 2027-01-01\n");
    assertThat(robots().all()).extracting(Robot::name).containsExactly("ci", "ci2", "nightly");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"# only a comment", "# a\n\n# b\n", "robots:\n", "robots: {}\n", "~\n", "\n"})
  void add_toAFileWithoutRobots_addsTheFirst(String text) throws IOException {
    Files.writeString(file, text);
    RobotSecret secret = editor().add("ci", Expiry.NEVER, "");
    assertThat(accepts("ci", secret)).isTrue();
    text.lines()
        .filter(line -> line.startsWith("#"))
        .forEach(line -> assertThat(file).content().contains(line));
  }

  @Test
  void add_ofARobotThatIsThere_isRefused() {
    editor().add("ci", Expiry.NEVER, "");
    assertThat(refusal(() -> editor().add("ci", Expiry.NEVER, ""))).isEqualTo(Reason.NAME_TAKEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CI", "a b", "../a", "a:b", "a$", "robot+a", "a\n"})
  void add_ofANameThatCannotBe_isRefused(String name) {
    assertThat(refusal(() -> editor().add(name, Expiry.NEVER, ""))).isEqualTo(Reason.NAME_INVALID);
    assertThat(file).doesNotExist();
  }

  @Test
  void add_ofARobotThatHasExpired_isRefused() {
    Expiry past = new Expiry(START);
    assertThat(refusal(() -> editor().add("ci", past, ""))).isEqualTo(Reason.EXPIRY_INVALID);
  }

  @Test
  void rotate_leavesTheOldSecretGoodForTheOverlap() {
    RobotSecret old = editor().add("ci", NEXT_YEAR, "");
    now.set(START.plus(WEEK));
    RobotSecret fresh = editor().rotate("ci", WEEK);
    assertThat(accepts("ci", old)).isTrue();
    assertThat(accepts("ci", fresh)).isTrue();
    now.set(START.plus(WEEK.multipliedBy(2)));
    assertThat(accepts("ci", old)).isFalse();
    assertThat(accepts("ci", fresh)).isTrue();
    assertThat(robots().find("ci").orElseThrow().expires()).isEqualTo(NEXT_YEAR);
  }

  @Test
  void rotate_withoutOverlap_endsTheOldSecretAtOnce() {
    RobotSecret old = editor().add("ci", NEXT_YEAR, "");
    RobotSecret fresh = editor().rotate("ci", Duration.ZERO);
    assertThat(accepts("ci", old)).isFalse();
    assertThat(accepts("ci", fresh)).isTrue();
    assertThat(robots().find("ci").orElseThrow().secrets()).hasSize(1);
  }

  /** Within one second, too, in which all are created at the same time. */
  @Test
  void rotate_twice_keepsTheNewestTwo() {
    RobotSecret first = editor().add("ci", NEXT_YEAR, "");
    RobotSecret second = editor().rotate("ci", WEEK);
    RobotSecret third = editor().rotate("ci", WEEK);
    assertThat(accepts("ci", first)).isFalse();
    assertThat(accepts("ci", second)).isTrue();
    assertThat(accepts("ci", third)).isTrue();
  }

  @Test
  void rotate_neverMakesASecretLastLonger() {
    RobotSecret first = editor().add("ci", NEXT_YEAR, "");
    editor().rotate("ci", Duration.ofHours(1));
    Expiry before = robots().find("ci").orElseThrow().secret(0).expires();
    assertThat(before).isEqualTo(new Expiry(START.plus(Duration.ofHours(1))));
    assertThat(accepts("ci", first)).isTrue();
    now.set(START.plus(Duration.ofHours(2)));
    editor().rotate("ci", WEEK);
    assertThat(accepts("ci", first)).isFalse();
  }

  @Test
  void renew_changesTheExpiryOnly() {
    RobotSecret secret = editor().add("ci", NEXT_YEAR, "x");
    Robot before = robots().find("ci").orElseThrow();
    editor().renew("ci", Expiry.NEVER);
    assertThat(robots().find("ci").orElseThrow())
        .isEqualTo(new Robot("ci", Expiry.NEVER, "x", before.secrets()));
    assertThat(accepts("ci", secret)).isTrue();
    assertThat(refusal(() -> editor().renew("ci", new Expiry(START))))
        .isEqualTo(Reason.EXPIRY_INVALID);
  }

  @Test
  void remove_takesThatRobotOnly() {
    editor().add("a", Expiry.NEVER, "");
    editor().add("b", Expiry.NEVER, "");
    editor().remove("a");
    assertThat(editor().list()).extracting(Robot::name).containsExactly("b");
    editor().remove("b");
    assertThat(editor().list()).isEmpty();
  }

  @Test
  void edits_ofNobody_areRefused() {
    assertThat(refusal(() -> editor().remove("ci"))).isEqualTo(Reason.NAME_UNKNOWN);
    assertThat(refusal(() -> editor().rotate("ci", WEEK))).isEqualTo(Reason.NAME_UNKNOWN);
    assertThat(refusal(() -> editor().renew("ci", Expiry.NEVER))).isEqualTo(Reason.NAME_UNKNOWN);
  }

  @Test
  void edits_ofAFileThatIsWrong_areRefusedAndChangeNothing() throws IOException {
    Files.writeString(file, "robots:\n  ci: {}\n");
    assertThatThrownBy(() -> editor().add("b", Expiry.NEVER, "")).isInstanceOf(UnusableFile.class);
    assertThat(file).hasContent("robots:\n  ci: {}\n");
  }

  /** Two robots at one place of the file: neither can change without the other. */
  @Test
  void edits_ofAliases_areRefusedAndChangeNothing() throws IOException {
    String text = "robots:\n  a: &one {expires: never}\n  b: *one\n";
    Files.writeString(file, text);
    assertThat(refusal(() -> editor().rotate("a", WEEK))).isEqualTo(Reason.FILE_NOT_EDITABLE);
    assertThat(file).hasContent(text);
  }

  @Test
  void edits_byTwoEditors_loseNothing() throws InterruptedException, ExecutionException {
    List<Future<?>> edits = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < 10; i++) {
        String name = "robot" + i;
        edits.add(threads.submit(() -> editor().add(name, Expiry.NEVER, "")));
      }
    }
    for (Future<?> edit : edits) {
      edit.get();
    }
    assertThat(robots().all()).hasSize(10);
  }

  private RobotsEditor editor() {
    return new RobotsEditor(
        new EditedFile(file, Duration.ofMinutes(1)), now::get, new SecureRandom());
  }

  private Robots robots() {
    return Robots.parse(FileContent.read(file));
  }

  private boolean accepts(String name, RobotSecret secret) {
    return robots().check(name, secret.reveal().getBytes(UTF_8), now.get()) instanceof Accepted;
  }

  private static Reason refusal(Runnable edit) {
    return catchThrowableOfType(RefusedEdit.class, edit::run).reason();
  }
}
