package dev.lading.auth.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.config.Configuration;
import dev.lading.config.Effective;
import dev.lading.config.InvalidConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessReadingTest {
  @TempDir Path directory;

  @Test
  void from_readsAllForms() throws IOException {
    AccessRules rules =
        read("""
                - {who: anonymous, may: [pull], on: "public/**"}
                - who: "group:interns"
                  deny: [push, delete]
                  on: ["*/release", team-a/**]
                - {who: "user:a:b", may: pull-unsigned, on: one}
                """)
            .get();
    assertThat(rules.rules())
        .extracting(Rule::toString)
        .containsExactly(
            "{who: \"anonymous\", may: [pull], on: [\"public/**\"]}",
            "{who: \"group:interns\", deny: [push, delete], on: [\"*/release\", \"team-a/**\"]}",
            "{who: \"user:a:b\", may: [pull-unsigned], on: [\"one\"]}");
    assertThat(rules.rules()).extracting(Rule::key).endsWith("auth.access.2");
  }

  @Test
  void from_ofNoRules_asksForALogin() throws IOException {
    assertThat(read("[]").get().rules()).isEmpty();
    assertThat(read("").get().rules()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{may: [pull], on: a};                      auth.access.0.who;  is missing",
        "{who: '', may: [pull], on: a};             auth.access.0.who;  is missing",
        "{who: alice, may: [pull], on: a};          auth.access.0.who;  user:NAME",
        "{who: [a, b], may: [pull], on: a};         auth.access.0.who;  single value",
        "{who: anonymous, on: a};                   auth.access.0.may;  is missing",
        "{who: anonymous, may: [], on: a};          auth.access.0.may;  is missing",
        "{who: anonymous, may: [read], on: a};      auth.access.0.may;  pull-unsigned",
        "{who: anonymous, may: [pull, '*'], on: a}; auth.access.0.may;  pull-unsigned",
        "{who: anonymous, deny: [x], on: a};        auth.access.0.deny; pull-unsigned",
        "{who: anonymous, may: [pull], deny: [push], on: a}; auth.access.0.deny; two rules",
        "{who: anonymous, may: [pull]};             auth.access.0.on;   is missing",
        "{who: anonymous, may: [pull], on: A};      auth.access.0.on;   team-a/**",
        "{who: anonymous, may: [pull], on: a/**b};  auth.access.0.on;   beside other",
        "just text;                                 auth.access;        must be a section",
      })
  void from_ofAWrongRule_isAProblemOfItsKey(String rule, String key, String message)
      throws IOException {
    Effective<AccessRules> effective = read("- " + rule + "\n");
    assertThat(effective.errors())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.keys()).containsExactly(key);
              assertThat(problem.message()).contains(message);
            });
    assertThatThrownBy(effective::get).isInstanceOf(InvalidConfiguration.class);
  }

  @Test
  void from_ofAKeyThatRulesDoNotHave_isAProblem() throws IOException {
    assertThat(read("- {who: anonymous, may: [pull], on: a, of: b}\n").errors())
        .singleElement()
        .satisfies(problem -> assertThat(problem.keys()).containsExactly("auth.access.0.of"));
  }

  @Test
  void from_ofSeveralWrongRules_reportsAllWithTheirLines() throws IOException {
    Effective<AccessRules> effective =
        read(
            """
            - {who: nobody, may: [pull], on: a}
            - {who: anonymous, may: [pull], on: a}
            - {who: anonymous, may: [fly], on: "!"}
            """);
    assertThat(effective.errors())
        .extracting(problem -> problem.origin().toString() + " " + problem.keys().getFirst())
        .containsExactly(
            directory.resolve("config.yml") + ":5 auth.access.0.who",
            directory.resolve("config.yml") + ":7 auth.access.2.may",
            directory.resolve("config.yml") + ":7 auth.access.2.on");
  }

  @Test
  void from_ofTheEnvironment_readsTheSame() throws IOException {
    Map<String, String> variables =
        Map.of("REGISTRY_AUTH_ACCESS", "[{who: anonymous, may: [pull], on: \"**\"}]");
    assertThat(read("", variables).get().rules()).hasSize(1);
  }

  private Effective<AccessRules> read(String access) throws IOException {
    return read(access, Map.of());
  }

  private Effective<AccessRules> read(String access, Map<String, String> variables)
      throws IOException {
    Path file = directory.resolve("config.yml");
    Files.writeString(
        file, "version: 0.1\nstorage: {inmemory: {}}\nauth:\n  access:\n" + access.indent(4));
    return Configuration.load(Optional.of(file), variables)
        .read(
            root -> {
              root.section("storage").section("inmemory");
              return AccessReading.from(root.section("auth"));
            });
  }
}
