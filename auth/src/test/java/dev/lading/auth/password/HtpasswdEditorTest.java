package dev.lading.auth.password;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lading.auth.files.EditedFile;
import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.RefusedEdit;
import dev.lading.auth.files.RefusedEdit.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HtpasswdEditorTest {
  private static final String APR1 = "$apr1$qx1lsmMA$p92jhPSZVeeoKlyCp1JXm.";

  @TempDir Path directory;
  private Path file;
  private HtpasswdEditor editor;

  @BeforeEach
  void makeAnEditor() {
    file = directory.resolve("users.htpasswd");
    editor = editor();
  }

  @Test
  void add_toNoFile_makesOneForItsOwnerOnly() throws IOException {
    editor.add("alice", bytes("secret"));
    assertThat(file).content().matches("alice:\\$2y\\$04\\$[./A-Za-z0-9]{53}\n");
    assertThat(Files.getPosixFilePermissions(file)).isEqualTo(fromString("rw-------"));
    assertThat(users().find("alice").orElseThrow().matches(bytes("secret"))).isTrue();
  }

  @Test
  void add_usesAnotherSaltEachTime() {
    editor.add("alice", bytes("secret"));
    editor.add("bob", bytes("secret"));
    assertThat(users().find("alice")).isNotEqualTo(users().find("bob"));
  }

  @Test
  void add_afterALineThatDoesNotEnd_endsIt() throws IOException {
    Files.writeString(file, "# no newline");
    editor.add("alice", bytes("secret"));
    assertThat(file).content().startsWith("# no newline\nalice:$2y$");
  }

  @Test
  void add_ofAUserWhoIsThere_isRefused() throws IOException {
    Files.writeString(file, "alice:" + APR1 + "\n");
    assertThat(refusal(() -> editor.add("alice", bytes("new"))).reason())
        .isEqualTo(Reason.NAME_TAKEN);
    assertThat(file).hasContent("alice:" + APR1 + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a:b", "a\nb", "a\0", "\u0085", " a", "a ", "#a", "robot+ci"})
  void add_ofANameThatCannotBe_isRefused(String name) {
    assertThat(refusal(() -> editor.add(name, bytes("secret"))).reason())
        .isEqualTo(Reason.NAME_INVALID);
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\nb", "secret\n", "a\0b", "\u007f", "\t"})
  void add_ofAPasswordThatCannotBe_isRefused(String password) {
    RefusedEdit refusal = refusal(() -> editor.add("alice", bytes(password)));
    assertThat(refusal.reason()).isEqualTo(Reason.PASSWORD_INVALID);
    assertThat(file).doesNotExist();
  }

  @Test
  void add_ofAPasswordBeyondBcrypt_isRefusedAndNotCut() {
    assertThat(refusal(() -> editor.add("alice", bytes("x".repeat(73)))).reason())
        .isEqualTo(Reason.PASSWORD_INVALID);
    assertThat(refusal(() -> editor.add("alice", bytes("\u00e4".repeat(37)))))
        .hasMessageContaining("74");
    editor.add("alice", bytes("\u00e4".repeat(36)));
    assertThat(users().find("alice").orElseThrow().matches(bytes("\u00e4".repeat(36)))).isTrue();
  }

  @Test
  void passwd_replacesTheFirstLineAndKeepsAllOthers() throws IOException {
    Files.writeString(file, "# top\r\nold:" + APR1 + "\nalice:x\n\njunk\nalice:y\n# end");
    editor.passwd("alice", bytes("secret"));
    assertThat(file)
        .content()
        .matches("(?s)# top\r\nold:\\$apr1.*\nalice:\\$2y\\$04\\$[^\n]*\n\njunk\n# end");
  }

  @Test
  void passwd_mendsAnotherHash() throws IOException {
    Files.writeString(file, "old:" + APR1 + "\n");
    editor.passwd("old", bytes("secret"));
    assertThat(users().find("old").orElseThrow().matches(bytes("secret"))).isTrue();
  }

  @Test
  void remove_takesAllLinesOfTheUserOnly() throws IOException {
    Files.writeString(file, "# alice:\nalice:x\nalice2:y\n alice:z");
    editor.remove("alice");
    assertThat(file).content().isEqualTo("# alice:\nalice2:y\n");
  }

  @Test
  void remove_ofNobody_isRefused() throws IOException {
    assertThat(refusal(() -> editor.remove("alice")).reason()).isEqualTo(Reason.NAME_UNKNOWN);
    Files.writeString(file, "#alice:x\n");
    assertThat(refusal(() -> editor.remove("alice")).reason()).isEqualTo(Reason.NAME_UNKNOWN);
    assertThat(refusal(() -> editor.passwd("alice", bytes("x"))).reason())
        .isEqualTo(Reason.NAME_UNKNOWN);
  }

  @Test
  void list_namesEveryUserAndWhoCannotLogIn() throws IOException {
    assertThat(editor.list()).isEmpty();
    Files.writeString(file, "# x\nalice:" + HtpasswdTest.HASH + "\njunk\nold:" + APR1 + "\n");
    assertThat(editor.list())
        .extracting(HtpasswdEditor.Listed::name)
        .containsExactly("alice", "old");
    assertThat(editor.list().getFirst().problem()).isEmpty();
    assertThat(editor.list().getLast().problem().map(p -> p.contains("MD5")))
        .isEqualTo(Optional.of(true));
  }

  @Test
  void edits_byTwoEditors_loseNothing()
      throws IOException, InterruptedException, ExecutionException {
    List<Future<?>> edits = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < 10; i++) {
        String name = "user" + i;
        edits.add(threads.submit(() -> editor().add(name, bytes("secret"))));
      }
    }
    for (Future<?> edit : edits) {
      edit.get();
    }
    assertThat(users().names()).hasSize(10);
  }

  @Test
  void edit_afterACrashOfAnother_goesThrough() throws IOException {
    Path left = Files.writeString(directory.resolve(".users.htpasswd.new"), "mallory:torn");
    editor.add("alice", bytes("secret"));
    assertThat(users().names()).containsExactly("alice");
    assertThat(left).doesNotExist();
  }

  @Test
  void new_withACostThatIsNotUsed_isRefused() {
    for (int cost : new int[] {3, 15}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new HtpasswdEditor(edited(), new SecureRandom(), cost));
    }
  }

  private HtpasswdEditor editor() {
    return new HtpasswdEditor(edited(), new SecureRandom(), 4);
  }

  private EditedFile edited() {
    return new EditedFile(file, Duration.ofMinutes(1));
  }

  private Htpasswd users() {
    return Htpasswd.parse(FileContent.read(file));
  }

  private static RefusedEdit refusal(Runnable edit) {
    return catchThrowableOfType(RefusedEdit.class, edit::run);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
