package dev.lading.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lading.config.ServerSettings.HostPort;
import dev.lading.config.ServerSettings.Level;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationTest {
  @TempDir private Path directory;

  @Test
  void load_withoutFile_isForOnePersonAtThisMachine() {
    ServerSettings settings = loaded(Optional.empty(), Map.of()).get();

    assertThat(settings.http().address()).isEqualTo(new HostPort("127.0.0.1", 5000));
    assertThat(settings.store().root()).contains("./lading-data");
    assertThat(settings.store().deletes()).isTrue();
    assertThat(settings.http().relativeUrls()).isTrue();
    assertThat(loaded(Optional.empty(), Map.of()).problems()).isEmpty();
  }

  @Test
  void load_withFile_leavesTheRestToDistributionsDefaults() {
    ServerSettings settings = Given.file("version: 0.1\nstorage: filesystem\n").settings();

    assertThat(settings.store().root()).contains("/var/lib/registry");
    assertThat(settings.store().deletes()).isFalse();
    assertThat(settings.store().readOnly()).isFalse();
    assertThat(settings.store().purging())
        .isEqualTo(
            new ServerSettings.Purging(true, Duration.ofHours(168), Duration.ofHours(24), false));
    assertThat(settings.store().catalogPage()).isEqualTo(1000);
    assertThat(settings.store().tagsPage()).isEqualTo(1000);
    assertThat(settings.log())
        .isEqualTo(
            new ServerSettings.Log(Level.INFO, ServerSettings.Formatter.TEXT, Map.of(), true));
    assertThat(settings.durability()).isEqualTo(ServerSettings.Durability.STRICT);
    assertThat(settings.limits())
        .isEqualTo(new ServerSettings.Limits(new DataSize(4_194_304), 200));
  }

  @Test
  void load_readsEveryKey() {
    ServerSettings settings =
        Given.file(
                """
                version: "0.1"
                log: {level: Debug, formatter: json, fields: {service: hub, n: 1}, accesslog: {disabled: yes}}
                storage:
                  filesystem: {rootdirectory: /srv/registry}
                  delete: {enabled: true}
                  maintenance:
                    uploadpurging: {enabled: off, age: 1h30m, interval: 1500ms, dryrun: true}
                    readonly: {enabled: true}
                http:
                  addr: "[::1]:5000"
                  host: https://hub.example.com
                  prefix: /nested/
                  secret: "0815"
                  relativeurls: false
                  draintimeout: 5000000000
                  headers:
                    X-Content-Type-Options: [nosniff]
                    Via: lading
                  http2: {disabled: true}
                  h2c: {enabled: false}
                  debug: {addr: "localhost:5001"}
                catalog: {maxentries: 10}
                tags: {maxtags: 0x20}
                limits: {manifest: 8MiB, uploads: 1_000}
                durability: relaxed
                """)
            .settings();

    assertThat(settings)
        .isEqualTo(
            new ServerSettings(
                new ServerSettings.Http(
                    new HostPort("[::1]", 5000),
                    Optional.of("https://hub.example.com"),
                    "/nested/",
                    Optional.of("0815"),
                    false,
                    Duration.ofSeconds(5),
                    Map.of("X-Content-Type-Options", List.of("nosniff"), "Via", List.of("lading")),
                    true,
                    false,
                    Optional.of(new HostPort("localhost", 5001))),
                new ServerSettings.Store(
                    "filesystem",
                    Optional.of("/srv/registry"),
                    true,
                    true,
                    new ServerSettings.Purging(
                        false, Duration.ofMinutes(90), Duration.ofMillis(1500), true),
                    10,
                    32),
                new ServerSettings.Log(
                    Level.DEBUG,
                    ServerSettings.Formatter.JSON,
                    Map.of("service", "hub", "n", "1"),
                    false),
                new ServerSettings.Limits(DataSize.ofMiB(8), 1000),
                ServerSettings.Durability.RELAXED));
  }

  @Test
  void load_takesTheFileThatTheEnvironmentNames() throws IOException {
    Path file = written("version: 0.1\nstorage: inmemory\nhttp: {addr: 'h:1'}\n");

    var named = loaded(Optional.empty(), Map.of("REGISTRY_CONFIGURATION_PATH", file.toString()));

    assertThat(named.get().http().address()).isEqualTo(new HostPort("h", 1));
    assertThat(named.problems()).isEmpty();
    assertThat(loaded(Optional.of(file), Map.of("REGISTRY_CONFIGURATION_PATH", "/gone")).problems())
        .isEmpty();
    assertThat(loaded(Optional.empty(), Map.of("REGISTRY_CONFIGURATION_PATH", "")).problems())
        .isEmpty();
  }

  @Test
  void load_withoutTheNamedFile_saysSo() {
    Path missing = directory.resolve("missing.yml");

    assertThatThrownBy(() -> Configuration.load(Optional.of(missing), Map.of()))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessage(
            "%s:1: error: the configuration file cannot be read (NoSuchFileException). "
                    .formatted(missing)
                + "Name another one, or mend it.");
  }

  @Test
  void load_refusesWhatIsTooLargeOrNotText() throws IOException {
    Path large = Files.write(directory.resolve("large.yml"), new byte[(1 << 20) + 1]);
    Path binary = Files.write(directory.resolve("binary.yml"), new byte[] {(byte) 0xff, 0});

    assertThatThrownBy(() -> Configuration.load(Optional.of(large), Map.of()))
        .hasMessageContaining("large.yml:1: error: the configuration file is larger than 1 MiB");
    assertThatThrownBy(() -> Configuration.load(Optional.of(binary), Map.of()))
        .hasMessageContaining("binary.yml:1: error: the configuration file is not UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          version: 0.1\\nhttp: {addr: x  | config.yml:3: error: not YAML
          version: 0.1\\na: b: c         | config.yml:2: error: not YAML: mapping values are not allowed
          version: 0.1\\nhttp: *nobody   | config.yml:2: error: not YAML: found undefined alias
          a: 1\\n---\\nb: 2              | config.yml:2: error: not YAML
          [a, b]                        | config.yml:1: error: not a configuration
          hello                         | config.yml:1: error: not a configuration
          """)
  void parse_notYaml_namesTheLine(String text, String expected) {
    var thrown =
        catchThrowableOfType(
            InvalidConfiguration.class,
            () -> Configuration.parse("config.yml", text.replace("\\n", "\n") + "\n", Map.of()));

    assertThat(thrown).hasMessageStartingWith(expected);
    assertThat(thrown.problems()).hasSize(1);
  }

  @Test
  void parse_bombs_areBounded() {
    var aliases = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 25; i++) {
      aliases.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }

    assertThatThrownBy(() -> Given.file(aliases.toString()).read())
        .hasMessageContaining("it holds more than 50000 values or 32 levels");
    assertThatThrownBy(() -> Given.file("a: &a [*a]").read())
        .hasMessageContaining("it holds more than 50000 values or 32 levels");
    assertThatThrownBy(() -> Given.file("a: " + "[".repeat(10_000)).read())
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("config.yml:1: error: not YAML: Nesting Depth exceeded max 32");
    assertThatThrownBy(() -> Given.file("a: " + "x, ".repeat(400_000)).read())
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("exceeds the limit");
  }

  @Test
  void parse_keyWrittenTwice_isAnErrorWithBothPlaces() {
    assertThat(Given.fileWith("http:\n  addr: a:1\n  host: h\n  addr: b:2\n").errors())
        .containsExactly(
            "config.yml:6: error: http.addr: is written twice, first at config.yml:4."
                + " Keep one of them.");
  }

  @Test
  void parse_mergeKey_bringsWhatIsNotWritten() {
    ServerSettings settings =
        Given.fileWith("log:\n  <<: {level: debug, formatter: json}\n  level: warn\n").settings();

    assertThat(settings.log().level()).isEqualTo(Level.WARN);
    assertThat(settings.log().formatter()).isEqualTo(ServerSettings.Formatter.JSON);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          storage: inmemory               | config.yml:1: error: version: is missing. Write version: 0.1 on the first line.
          storage: inmemory\\nversion: 0.2 | config.yml:2: error: version: is not one that is known. Write version: 0.1.
          storage: inmemory\\nversion: 1   | config.yml:2: error: version: is not one that is known. Write version: 0.1.
          storage: inmemory\\nversion:     | config.yml:2: error: version: is missing. Write version: 0.1 on the first line.
          """)
  void read_wrongVersion_isAnError(String text, String expected) {
    assertThat(Given.file(text.replace("\\n", "\n")).errors()).containsExactly(expected);
  }

  @Test
  void read_emptyFile_namesWhatIsMissing() {
    assertThat(Given.file("# nothing\n").errors())
        .containsExactly(
            "config.yml:1: error: storage: one of filesystem, s3, inmemory is needed here. Add one.",
            "config.yml:1: error: version: is missing. Write version: 0.1 on the first line.");
  }

  @Test
  void read_olderName_isTakenForTheNewOne() {
    Given older = Given.fileWith("loglevel: debug\n");
    Given both = Given.fileWith("loglevel: debug\nlog: {level: warn}\n");

    assertThat(older.settings().log().level()).isEqualTo(Level.DEBUG);
    assertThat(both.settings().log().level()).isEqualTo(Level.WARN);
    assertThat(older.warnings())
        .containsExactly(
            "config.yml:3: warning: loglevel: is an older name of log.level. Write that instead.");
  }

  @Test
  void get_withErrors_handsOutNothingAndTellsAllOfThemInTheOrderOfTheFile() {
    Effective<ServerSettings> effective =
        Given.file(
                """
                version: 0.1
                http:
                  adr: localhost:5000
                  draintimeout: soon
                  tls:
                    certificate: /cert.pem
                storage:
                  filesystem:
                  inmemory:
                  cache: {blobdescriptor: inmemory}
                auth: htpasswd
                limits: {manifest: 4 bananas}
                """)
            .variable("REGISTRY_TAGS_MAXTAGS", "-1")
            .variable("REGISTRY_PORT", "tcp://10.0.0.7:5000")
            .read();

    assertThatThrownBy(effective::get)
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessage(
            """
            config.yml:3: error: http.adr: unknown key. Did you mean http.addr?
            config.yml:4: error: http.draintimeout: "soon" is not a duration; write for example 30s, 1h30m or 168h.
            config.yml:5: error: http.tls: asks for TLS, and nothing here obeys it. Terminate TLS in a proxy in front and give its address in http.host, then remove it.
            config.yml:9: error: storage: only one of filesystem, inmemory can be used. Keep one.
            config.yml:10: warning: storage.cache: known to distribution, without effect here (line 10).
            config.yml:11: error: auth.htpasswd: asks for a login by password, which nothing here checks. Remove it, or use a program that does.
            config.yml:12: error: limits.manifest: "4 bananas" is not a size; write for example 4194304, 64MiB or 10GB.
            REGISTRY_TAGS_MAXTAGS: error: tags.maxtags: "-1" is not a whole number from 1 to 10000.
            environment: warning: REGISTRY_PORT: no key has this name, so it has no effect here. Check the spelling if it was meant.\
            """);
  }

  private static Effective<ServerSettings> loaded(
      Optional<Path> file, Map<String, String> environment) {
    return Configuration.load(file, environment).read(ServerSettings::from);
  }

  private Path written(String text) throws IOException {
    return Files.writeString(directory.resolve("config.yml"), text, StandardCharsets.UTF_8);
  }
}
