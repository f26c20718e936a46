package dev.lading.trust.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.lading.config.Configuration;
import dev.lading.config.Effective;
import dev.lading.config.InvalidConfiguration;
import dev.lading.content.RepositoryName;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.policy.TrustRule.Mode;
import dev.lading.trust.verify.RootPins;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesReadingTest {
  private static final String KEY = "5f".repeat(32);

  @TempDir Path directory;

  @Test
  void from_readsAllForms() throws IOException {
    TrustRules rules =
        read("""
                - {repository: "prod/**", mode: enforce, roots: first-use}
                - repository: team
                  mode: enforce
                  roots: [KEY]
                  roles: [targets]
                  signers: [alice, targets/qa]
                - {repository: "old/**", mode: off}
                - {repository: "**", mode: audit}
                """)
            .get();
    assertThat(rules.rules())
        .extracting(rule -> rule.repository().toString(), TrustRule::mode, TrustRule::roots)
        .containsExactly(
            tuple("prod/**", Mode.ENFORCE, RootPins.NONE),
            tuple("team", Mode.ENFORCE, new RootPins(Set.of(new KeyId(KEY)))),
            tuple("old/**", Mode.OFF, RootPins.NONE),
            tuple("**", Mode.AUDIT, RootPins.NONE));
    assertThat(rules.rules().getFirst().roles()).isEqualTo(TrustRule.USUAL_ROLES);
    assertThat(rules.rules().getFirst().signers()).isEmpty();
    assertThat(rules.rules().get(1).roles()).isEqualTo(List.of(Role.TARGETS));
    assertThat(rules.rules().get(1).signers())
        .isEqualTo(List.of(new Delegation("targets/alice"), new Delegation("targets/qa")));
  }

  @Test
  void firstRuleThatCovers_decides() throws IOException {
    TrustRules rules =
        read("""
                - {repository: "prod/old", mode: "off", roots: KEY}
                - {repository: "prod/*", mode: enforce, roots: first-use}
                """)
            .get();
    assertThat(rules.find(name("prod/old"))).isEmpty();
    assertThat(rules.pins(name("prod/old")).ids()).containsExactly(new KeyId(KEY));
    assertThat(rules.find(name("prod/app"))).map(TrustRule::mode).contains(Mode.ENFORCE);
    assertThat(rules.find(name("dev/app"))).isEmpty();
    assertThat(rules.pins(name("dev/app"))).isEqualTo(RootPins.NONE);
  }

  @Test
  void from_ofNoRules_asksNothing() throws IOException {
    Path file = directory.resolve("config.yml");
    Files.writeString(file, "version: 0.1\n");
    assertThat(load(file).get()).isEqualTo(TrustRules.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "{mode: audit};                                  trust.policies.0.repository; is missing",
        "{repository: A, mode: audit};                   trust.policies.0.repository; team-a/**",
        "{repository: a};                                trust.policies.0.mode;       enforce",
        "{repository: a, mode: strict, roots: KEY};      trust.policies.0.mode;       enforce",
        "{repository: a, mode: enforce};                 trust.policies.0.roots;      first-use",
        "{repository: a, mode: enforce, roots: []};      trust.policies.0.roots;      first-use",
        "{repository: a, mode: enforce, roots: any};     trust.policies.0.roots;      first-use",
        "{repository: a, mode: enforce, roots: [KEY, first-use]}; trust.policies.0.roots; beside",
        "{repository: a, mode: audit, roles: [root]};    trust.policies.0.roles;      targets/NAME",
        "{repository: a, mode: audit, roles: [Alice]};   trust.policies.0.roles;      targets/NAME",
        "{repository: a, mode: audit, roles: []};        trust.policies.0.roles;      no role",
        "{repository: a, mode: audit, signers: [A B]};   trust.policies.0.signers;    signer",
      })
  void from_ofAWrongRule_isAProblemOfItsKey(String rule, String key, String message)
      throws IOException {
    Effective<TrustRules> effective = read("- " + rule + "\n");
    assertThat(effective.errors())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.keys()).containsExactly(key);
              assertThat(problem.message()).contains(message);
              assertThat(problem.origin().toString()).endsWith(":4");
            });
    assertThatThrownBy(effective::get).isInstanceOf(InvalidConfiguration.class);
  }

  @Test
  void from_ofAKeyThatRulesDoNotHave_isAProblem() throws IOException {
    assertThat(read("- {repository: a, mode: audit, root: KEY}\n").errors())
        .singleElement()
        .satisfies(problem -> assertThat(problem.keys()).containsExactly("trust.policies.0.root"));
  }

  @Test
  void from_ofAnEmptyList_isAProblem() throws IOException {
    Path file = directory.resolve("config.yml");
    Files.writeString(file, "version: 0.1\ntrust: {policies: []}\n");
    assertThat(load(file).errors())
        .singleElement()
        .satisfies(problem -> assertThat(problem.keys()).containsExactly("trust.policies"));
  }

  /** The first of the rules is in line 4. */
  private Effective<TrustRules> read(String rules) throws IOException {
    Path file = directory.resolve("config.yml");
    Files.writeString(
        file, "version: 0.1\ntrust:\n  policies:\n" + rules.replace("KEY", KEY).indent(4));
    return load(file);
  }

  private static Effective<TrustRules> load(Path file) throws IOException {
    return Configuration.load(Optional.of(file), Map.of())
        .read(root -> RulesReading.from(root.section("trust")));
  }

  private static RepositoryName name(String text) {
    return RepositoryName.parse(text);
  }
}
