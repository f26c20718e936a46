package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.groups.Tuple.tuple;

import dev.lading.config.Configuration;
import dev.lading.config.Effective;
import dev.lading.config.InvalidConfiguration;
import dev.lading.config.Problem;
import dev.lading.server.exchange.Hostnames;
import dev.lading.trust.Role.Delegation;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.policy.TrustRule;
import dev.lading.trust.policy.TrustRule.Mode;
import dev.lading.trust.verify.RootPins;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code trust} means, and what it takes. */
class TrustSettingsTest {
  private static final String ROOT = "5f".repeat(32);
  private static final String DIRECTORY =
      "version: 0.1\nstorage: {filesystem: {rootdirectory: /srv/store}}\n";
  private static final String BUCKET =
      "version: 0.1\nstorage: {s3: {bucket: b, region: eu-central-1}}\n";

  @ParameterizedTest
  @ValueSource(strings = {"", "trust:", "trust: {}", "trust: {hostnames: []}"})
  void trust_withoutHostnames_isNotServed(String lines) {
    Effective<ServerSettings> effective = read(DIRECTORY + lines);

    assertThat(effective.errors()).isEmpty();
    assertThat(effective.get().trust()).isEmpty();
    assertThat(effective.get().hostnames()).isEqualTo(Hostnames.NONE);
  }

  @Test
  void hostnames_areKeptInTheirOrder_withAKeyBesideTheDirectory() {
    ServerSettings settings =
        read(DIRECTORY + "trust: {hostnames: ['localhost:5000', reg.example.com, '[::1]:5000']}")
            .get();

    TrustSettings trust = settings.trust().orElseThrow();
    assertThat(trust.hostnames().names())
        .containsExactly("localhost:5000", "reg.example.com", "[::1]:5000");
    assertThat(trust.sealing())
        .isEqualTo(new SealingKey.MadeInFile(Path.of("/srv/store.sealing-key")));
    assertThat(settings.auth().isOpen()).isTrue();
  }

  @Test
  void hostname_alone_isAListOfOne() {
    assertThat(read(DIRECTORY + "trust: {hostnames: 'localhost:5000'}").get().hostnames().names())
        .containsExactly("localhost:5000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'https://reg.example.com'",
        "'reg.example.com/'",
        "'reg.example.com:port'",
        "'reg example'",
        "''",
        "'*'",
        "['localhost:5000', 'localhost:5000']",
      })
  void hostnames_thatAreNone_areAProblem(String names) {
    assertThat(read(DIRECTORY + "trust: {hostnames: " + names + "}").errors())
        .singleElement()
        .extracting(Problem::keys)
        .isEqualTo(List.of("trust.hostnames"));
  }

  @Test
  void bucket_needsAKeyThatIsGiven() {
    assertThat(read(BUCKET + "trust: {hostnames: [reg.example.com]}").errors())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.keys()).containsExactly("auth.sealing.keyfile");
              assertThat(problem.message()).contains("lading auth sealing-key");
            });
    assertThat(read(BUCKET).errors()).isEmpty();
    TrustSettings given =
        read(BUCKET + "trust: {hostnames: [reg.example.com]}\nauth: {sealing: {keyfile: /key}}")
            .get()
            .trust()
            .orElseThrow();
    assertThat(given.sealing()).isEqualTo(new SealingKey.InFile(Path.of("/key")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reg.example.com:5000/team/app > team/app",
        "reg.example.com:5000/a        > a",
        "reg.example.com/team/app      > -",
        "REG.example.com:5000/team/app > -",
        "reg.example.com:5000/         > -",
        "reg.example.com:5000          > -",
        "reg.example.com:5000//team    > -",
        "reg.example.com:5000/Team     > -",
        "team/app                      > -",
        "/team/app                     > -",
      })
  void gun_isOfARepositoryHere_onlyBehindOneOfTheHostnames(String row) {
    String[] columns = row.split(" +> ", 2);
    Hostnames hostnames = new Hostnames(List.of("localhost:5000", "reg.example.com:5000"));

    assertThat(hostnames.repository(columns[0]).map(Object::toString).orElse("-"))
        .isEqualTo(columns[1]);
  }

  @Test
  void policies_areReadWithTheirHost() {
    TrustSettings trust =
        read(DIRECTORY
                + """
                    trust:
                      hostnames: ['localhost:5000', reg.example.com]
                      policies:
                        - {repository: 'prod/**', mode: enforce, roots: %s, signers: [alice]}
                        - {repository: 'seen/**', mode: audit}
                    """
                    .formatted(ROOT))
            .get()
            .trust()
            .orElseThrow();

    assertThat(trust.hostnames().canonical()).isEqualTo("localhost:5000");
    assertThat(trust.rules().rules())
        .extracting(rule -> rule.repository().toString(), TrustRule::mode, TrustRule::roots)
        .containsExactly(
            tuple("prod/**", Mode.ENFORCE, new RootPins(Set.of(new KeyId(ROOT)))),
            tuple("seen/**", Mode.AUDIT, RootPins.NONE));
    assertThat(trust.rules().rules().getFirst().signers())
        .containsExactly(new Delegation("targets/alice"));
  }

  @Test
  void policies_mayComeFromAVariable() {
    Effective<ServerSettings> effective =
        Configuration.parse(
                "/etc/lading/config.yml",
                DIRECTORY + "trust: {hostnames: [reg.example.com]}",
                Map.of("REGISTRY_TRUST_POLICIES", "[{repository: '**', mode: audit}]"))
            .read(ServerSettings::from);

    assertThat(effective.get().trust().orElseThrow().rules().rules())
        .extracting(TrustRule::mode)
        .containsExactly(Mode.AUDIT);
  }

  /** A registry that only seems to enforce must not start. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          policies: [{repository: a, mode: audit}]                        | hostnames              | is missing
          policies: []                                                    | policies               | holds no rule
          hostnames: [h], policies: []                                    | policies               | holds no rule
          hostnames: [h], policies: [{repository: a, mode: enforce}]      | policies.0.roots       | is missing
          hostnames: [h], policies: [{repository: a, mode: audit, x: 1}]  | policies.0.x           | no setting of trust
          hostnames: [h], policies: [{repository: a, mode: audit, rotos: K}] | policies.0.rotos    | repository, mode, roots
          hostnames: [h], policies: {repository: a, mode: audit}          | policies               | list
          hostnames: [h], policy: [{repository: a, mode: audit}]          | policy                 | policies
          """)
  void policies_thatCannotBeObeyed_areAProblem(String lines, String key, String message) {
    Effective<ServerSettings> effective = read(DIRECTORY + "trust: {" + lines + "}");

    assertThat(effective.errors())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.keys()).containsExactly("trust." + key);
              assertThat(problem.message()).contains(message);
            });
    assertThatExceptionOfType(InvalidConfiguration.class).isThrownBy(effective::get);
  }

  private static Effective<ServerSettings> read(String lines) {
    return Configuration.parse("/etc/lading/config.yml", lines, Map.of())
        .read(ServerSettings::from);
  }
}
