package dev.lading.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.runtime.registry.played.Setting;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class WordsTest {
  @Test
  void whoNamesACommand_getsThatOneAlone() {
    Map<String, CommandLine> all = line().getSubcommands();

    assertThat(all).containsKeys("trust", "login", "pull", "run", "exec", "inspect");
    all.keySet().forEach(word -> assertThat(line(word).getSubcommands()).containsOnlyKeys(word));
  }

  @Test
  void soItIsBelowTrust() {
    Map<String, CommandLine> all = below(line("trust"));

    assertThat(all).containsKeys("init", "sign", "key");
    all.keySet().forEach(word -> assertThat(below(line("trust", word))).containsOnlyKeys(word));
  }

  @Test
  void andBelowItsKeys() {
    Map<String, CommandLine> all = below(line("trust", "key"), "key");

    assertThat(all).containsOnlyKeys("list", "generate", "import", "remove");
    all.keySet()
        .forEach(
            word -> assertThat(below(line("trust", "key", word), "key")).containsOnlyKeys(word));
  }

  @Test
  void whoeverNamesNone_orAnother_hearsOfAll() {
    assertThat(line("--help").getSubcommands()).hasSameSizeAs(line().getSubcommands());
    assertThat(line("rum").getSubcommands()).hasSameSizeAs(line().getSubcommands());
    assertThat(below(line("trust", "--help"))).hasSameSizeAs(below(line("trust")));
  }

  private static Map<String, CommandLine> below(CommandLine line) {
    return Objects.requireNonNull(line.getSubcommands().get("trust")).getSubcommands();
  }

  private static Map<String, CommandLine> below(CommandLine line, String word) {
    return Objects.requireNonNull(below(line).get(word)).getSubcommands();
  }

  private static CommandLine line(String... words) {
    return Main.commandLine(
        new Surroundings(
            Map.of(),
            Path.of("/nonexistent"),
            Optional.empty(),
            Setting.usual().clock(),
            SecureRandom::new),
        words);
  }
}
