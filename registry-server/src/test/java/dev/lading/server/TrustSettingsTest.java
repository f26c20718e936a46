package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.config.Configuration;
import dev.lading.config.Effective;
import dev.lading.config.Problem;
import dev.lading.server.exchange.Hostnames;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code trust.hostnames} means, and what it takes. */
class TrustSettingsTest {
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

  private static Effective<ServerSettings> read(String lines) {
    return Configuration.parse("/etc/lading/config.yml", lines, Map.of())
        .read(ServerSettings::from);
  }
}
