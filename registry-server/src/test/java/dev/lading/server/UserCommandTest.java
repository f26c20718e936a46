package dev.lading.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.auth.files.FileContent;
import dev.lading.auth.password.Htpasswd;
import dev.lading.auth.password.PasswordCheck;
import dev.lading.auth.password.PasswordLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserCommandTest {
  private static final String SECRET = "correct horse";

  @TempDir private Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("users.htpasswd");
  }

  @Test
  void add_makesTheFileForItsOwner_andTheUserCanLogIn() throws IOException {
    Ran ran = piped(SECRET + "\n", "add", "--file", file.toString(), "--password-stdin", "alice");

    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.all()).contains("alice can log in").doesNotContain(SECRET, "$2y$");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(canLogIn("alice", SECRET)).isTrue();
    assertThat(canLogIn("alice", SECRET + "\n")).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"'p', p", "'p\n', p", "'p\r\n', p", "'p ', 'p '", "'ü\n', ü"})
  void passwordOfStandardInput_endsWithItsLine(String input, String password) {
    Ran ran = piped(input, "add", "--file", file.toString(), "--password-stdin", "alice");

    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(canLogIn("alice", password)).isTrue();
  }

  @Test
  void password_isAskedForTwice_andNotShown() {
    Deque<String> typed = new ArrayDeque<>(List.of(SECRET, SECRET));
    StringBuilder prompts = new StringBuilder();

    Ran ran = asked(typed, prompts, "add", "--file", file.toString(), "alice");

    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(prompts).hasToString("Password of alice: Once more: ");
    assertThat(canLogIn("alice", SECRET)).isTrue();
  }

  @Test
  void passwords_thatDiffer_areRefused() {
    Deque<String> typed = new ArrayDeque<>(List.of(SECRET, "correct hose"));

    Ran ran = asked(typed, new StringBuilder(), "add", "--file", file.toString(), "alice");

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("not the same").doesNotContain("correct");
    assertThat(file).doesNotExist();
  }

  @Test
  void password_withoutATerminal_hasToComeFromStandardInput() {
    Ran ran = piped("p", "add", "--file", file.toString(), "alice");

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("--password-stdin");
    assertThat(file).doesNotExist();
  }

  @Test
  void password_asAnArgument_isNotTaken() {
    Ran ran = piped("", "add", "--file", file.toString(), "alice", SECRET);

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "robot+ci", "#a", " a", "a\nb:x", "\u001b[31ma"})
  void name_thatNobodyCanHave_isRefused(String name) {
    Ran ran = piped(SECRET, "add", "--file", file.toString(), "--password-stdin", name);

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).startsWith("lading: \"").doesNotContain("\u001b", SECRET);
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 73, 2000})
  void password_thatBcryptCannotTake_isRefused(int length) {
    Ran ran =
        piped("x".repeat(length), "add", "--file", file.toString(), "--password-stdin", "alice");

    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("bcrypt takes 1 to 72").doesNotContain("xxx");
  }

  @Test
  void passwd_changesThePassword_andRemoveTheUser() {
    piped(SECRET, "add", "--file", file.toString(), "--password-stdin", "alice");

    Ran passwd = piped("new", "passwd", "--file", file.toString(), "--password-stdin", "alice");
    assertThat(passwd.exit()).as(passwd.err()).isZero();
    assertThat(canLogIn("alice", SECRET)).isFalse();
    assertThat(canLogIn("alice", "new")).isTrue();

    Ran remove = piped("", "remove", "--file", file.toString(), "alice");
    assertThat(remove.exit()).as(remove.err()).isZero();
    assertThat(canLogIn("alice", "new")).isFalse();
  }

  @Test
  void user_whoIsThere_orIsNot_isAnError() {
    piped(SECRET, "add", "--file", file.toString(), "--password-stdin", "alice");

    Ran twice = piped("b", "add", "--file", file.toString(), "--password-stdin", "alice");
    Ran unknown = piped("b", "passwd", "--file", file.toString(), "--password-stdin", "bob");

    assertThat(twice.exit()).isEqualTo(1);
    assertThat(twice.err()).contains("lading user passwd alice").doesNotContain("\tat ");
    assertThat(unknown.exit()).isEqualTo(1);
    assertThat(unknown.err()).contains("lading user list");
    assertThat(canLogIn("alice", SECRET)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"passwd", "remove", "list"})
  void file_thatIsNotThere_isAnError(String verb) {
    String[] arguments =
        verb.equals("list")
            ? new String[] {verb, "--file", file.toString()}
            : new String[] {verb, "--file", file.toString(), "alice"};

    Ran ran = piped("p", arguments);

    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains(file + ": is not there");
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void list_tellsWhoCannotLogIn_andNothingOfHashes() throws IOException {
    Files.writeString(file, "# users\nbob:$apr1$abc$def\n\u001b[2Jeve:plaintext\n");
    piped(SECRET, "add", "--file", file.toString(), "--password-stdin", "alice");

    Ran people = piped("", "list", "--file", file.toString());
    Ran programs = piped("", "list", "--file", file.toString(), "--json");

    assertThat(people.out().lines())
        .satisfiesExactly(
            bob -> assertThat(bob).startsWith("bob (cannot log in: ").contains("MD5"),
            eve -> assertThat(eve).startsWith("?[2Jeve (cannot log in: "),
            alice -> assertThat(alice).isEqualTo("alice"));
    assertThat(people.all() + programs.all())
        .doesNotContain("$2y$10$", "apr1$abc", "plaintext", "\u001b");
    assertThat(new ObjectMapper().readTree(programs.out()).findValuesAsText("name"))
        .containsExactly("bob", "\u001b[2Jeve", "alice");
  }

  @Test
  void file_isThatOfTheConfiguration() throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("config.yml"),
            "version: 0.1\nstorage: inmemory\nauth: {htpasswd: {path: users.htpasswd}}\n");

    Ran ran = piped(SECRET, "add", "-c", config.toString(), "--password-stdin", "alice");

    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(canLogIn("alice", SECRET)).isTrue();
  }

  @Test
  void file_thatNobodyNames_isAskedFor() throws IOException {
    Path config =
        Files.writeString(directory.resolve("config.yml"), "version: 0.1\nstorage: inmemory\n");

    Ran unnamed = piped(SECRET, "add", "-c", config.toString(), "--password-stdin", "alice");
    Ran both = piped("", "list", "-c", config.toString(), "-f", file.toString());

    assertThat(unnamed.exit()).isEqualTo(2);
    assertThat(unnamed.err()).contains("auth.htpasswd.path", "--file FILE");
    assertThat(both.exit()).isEqualTo(2);
    assertThat(both.err()).contains("one of --config and --file");
  }

  private Ran piped(String input, String... arguments) {
    var in = new ByteArrayInputStream(input.getBytes(UTF_8));
    return Ran.of(new UserCommand(new PasswordInput(Optional.empty(), in)), arguments);
  }

  private static Ran asked(Deque<String> typed, StringBuilder prompts, String... arguments) {
    PasswordInput.Terminal terminal =
        prompt -> {
          prompts.append(prompt);
          return typed.removeFirst().toCharArray();
        };
    var nothing = new ByteArrayInputStream(new byte[0]);
    return Ran.of(new UserCommand(new PasswordInput(Optional.of(terminal), nothing)), arguments);
  }

  private boolean canLogIn(String name, String password) {
    Htpasswd users = Htpasswd.parse(FileContent.read(file));
    var check =
        new PasswordCheck(
            () -> users, PasswordLimits.forCores(2), System::nanoTime, new SecureRandom());
    return check.check(name, password.getBytes(UTF_8), "127.0.0.1")
        instanceof PasswordCheck.Outcome.Accepted;
  }
}
