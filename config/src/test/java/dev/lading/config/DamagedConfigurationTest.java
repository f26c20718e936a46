package dev.lading.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is done to a configuration, it ends in a record or in problems with a place. */
class DamagedConfigurationTest {
  private static final long SEED = 20260714;
  private static final String NOISE = "{}[]:,&*!|>'\"%@`#-?<~\n\t \\0aeé\u0000\u2028";

  @Test
  void parse_damagedText_endsInProblems() {
    String intact = DocumentedExamplesTest.content("all-options.yml");
    var random = new Random(SEED);
    for (int round = 0; round < 1_500; round++) {
      String damaged = damage(intact, random);
      List<Problem> problems = problems(damaged, Map.of());
      assertThat(problems)
          .as("seed %s, round %s", SEED, round)
          .isNotEmpty()
          .allMatch(problem -> problem.toString().startsWith("config.yml:"));
    }
  }

  @Test
  void parse_damagedVariables_endInProblems() {
    String[] names = {
      "HTTP", "AUTH", "STORAGE", "HEALTH", "TCP", "0", "1", "", "LOG", "FIELDS", "ADDR"
    };
    var random = new Random(SEED);
    for (int round = 0; round < 1_500; round++) {
      var name = new StringBuilder("REGISTRY");
      for (int i = random.nextInt(1, 5); i > 0; i--) {
        name.append('_').append(names[random.nextInt(names.length)]);
      }
      String value = damage("{http: {addr: 'a:1'}, x: [1, 2]}", random);
      assertThat(problems("version: 0.1\nstorage: inmemory\n", Map.of(name.toString(), value)))
          .as("seed %s, round %s: %s=%s", SEED, round, name, value)
          .allMatch(problem -> !problem.origin().toString().startsWith("config.yml"));
    }
  }

  private static String damage(String text, Random random) {
    var damaged = new StringBuilder(text);
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      int at = random.nextInt(damaged.length());
      char noise = NOISE.charAt(random.nextInt(NOISE.length()));
      switch (random.nextInt(3)) {
        case 0 -> damaged.insert(at, noise);
        case 1 -> damaged.setCharAt(at, noise);
        default -> damaged.delete(at, Math.min(damaged.length() - 1, at + random.nextInt(1, 40)));
      }
    }
    return damaged.toString();
  }

  private static List<Problem> problems(String text, Map<String, String> variables) {
    try {
      var read = Configuration.parse("config.yml", text, variables).read(ServerSettings::from);
      assertThat(read.render()).isNotEmpty();
      return read.problems();
    } catch (InvalidConfiguration e) {
      return e.problems();
    }
  }
}
