package dev.lading.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.UnusableFile;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The configuration as it is read again, half written ones among them. */
class ReadRulesTest {
  private static final String WHOLE =
      """
      version: 0.1
      storage: {inmemory: {}}
      auth:
        htpasswd: {path: users.htpasswd}
        access:
          - {who: "user:alice", may: [pull, push], on: "**"}
          - {who: anonymous, may: [pull], on: "public/**"}
      """;

  private final ReadRules rules = new ReadRules(Map.of());

  /** The file is written from its beginning, and looked at after each line of it. */
  @Test
  void fileThatIsBeingWritten_neverTakesAllRulesAway() {
    assertThat(rules.apply(file(WHOLE)).rules()).hasSize(2);

    for (String line : WHOLE.lines().toList()) {
      String cut = WHOLE.substring(0, WHOLE.indexOf(line));
      if (!cut.contains("user:alice")) {
        assertThatThrownBy(() -> rules.apply(file(cut))).isInstanceOf(UnusableFile.class);
      }
    }
    assertThat(rules.apply(file(WHOLE)).rules()).hasSize(2);
  }

  @Test
  void noRules_whereThereNeverWereAny_areFine() {
    String none = WHOLE.substring(0, WHOLE.indexOf("  access:"));

    assertThat(rules.apply(file(none)).rules()).isEmpty();
  }

  private static FileContent file(String text) {
    return new FileContent(Path.of("config.yml"), text.getBytes(UTF_8));
  }
}
