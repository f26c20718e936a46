package dev.lading.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.config.ServerSettings.HostPort;
import dev.lading.config.ServerSettings.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {

  private static final Given FILE =
      Given.file(
          """
          version: 0.1
          log: {fields: {service: hub}}
          storage: {filesystem: {rootdirectory: /srv}, delete: {enabled: true}}
          http: {addr: "h:1", headers: {X-Frame-Options: [deny]}}
          """);

  @Test
  void variable_overridesItsKeyAndNothingElse() {
    ServerSettings settings =
        FILE.variable("REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY", "/elsewhere").settings();

    assertThat(settings.store().root()).contains("/elsewhere");
    assertThat(settings.store().deletes()).isTrue();
    assertThat(settings.http().address()).isEqualTo(new HostPort("h", 1));
  }

  @Test
  void variable_addsKeysAndSectionsThatTheFileLacks() {
    ServerSettings settings =
        FILE.variable("REGISTRY_HTTP_DEBUG_ADDR", ":5001")
            .variable("REGISTRY_HTTP_DRAINTIMEOUT", "90s")
            .variable("REGISTRY_LIMITS_MANIFEST", "16MiB")
            .variable("REGISTRY_DURABILITY", "relaxed")
            .settings();

    assertThat(settings.http().debug()).contains(new HostPort("", 5001));
    assertThat(settings.http().drainTimeout()).isEqualTo(Duration.ofSeconds(90));
    assertThat(settings.limits().manifest()).isEqualTo(DataSize.ofMiB(16));
    assertThat(settings.durability()).isEqualTo(ServerSettings.Durability.RELAXED);
  }

  @Test
  void value_isYaml() {
    ServerSettings settings =
        FILE.variable("REGISTRY_STORAGE", "{filesystem: {rootdirectory: /x}}")
            .variable("REGISTRY_HTTP_HEADERS", "{A: [b, c]}")
            .variable("REGISTRY_HTTP_SECRET", "'12: 3 # 4'")
            .variable("REGISTRY_HTTP_RELATIVEURLS", "no")
            .variable("REGISTRY_STORAGE_MAINTENANCE_READONLY", "{\"enabled\":true}")
            .settings();

    assertThat(settings.store().root()).contains("/x");
    assertThat(settings.store().deletes()).as("the whole section was replaced").isFalse();
    assertThat(settings.store().readOnly()).isTrue();
    assertThat(settings.http().headers()).isEqualTo(Map.of("A", List.of("b", "c")));
    assertThat(settings.http().secret()).contains("12: 3 # 4");
    assertThat(settings.http().relativeUrls()).isFalse();
  }

  @Test
  void shorterNames_comeFirst() {
    ServerSettings settings =
        FILE.variable("REGISTRY_STORAGE_DELETE_ENABLED", "true")
            .variable("REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY", "/y")
            .variable("REGISTRY_STORAGE", "{filesystem: {rootdirectory: /x}}")
            .settings();

    assertThat(settings.store().root()).contains("/y");
    assertThat(settings.store().deletes()).isTrue();
  }

  @Test
  void section_mayBeSpelledByTheNameOfItsAlternative() {
    assertThat(FILE.variable("REGISTRY_STORAGE", "inmemory").settings().store().driver())
        .isEqualTo("inmemory");
    assertThat(FILE.variable("REGISTRY_AUTH", "none").settings()).isEqualTo(FILE.settings());
  }

  @Test
  void emptyValue_givesTheDefaultBack() {
    ServerSettings settings =
        FILE.variable("REGISTRY_HTTP_ADDR", "").variable("REGISTRY_LOG_FIELDS", "").settings();

    assertThat(settings.http().address()).isEqualTo(new HostPort("127.0.0.1", 5000));
    assertThat(settings.log().fields()).isEmpty();
  }

  @Test
  void mapNames_matchInAnyCaseAndAreSmallWhenNew() {
    ServerSettings settings =
        FILE.variable("REGISTRY_HTTP_HEADERS_X-FRAME-OPTIONS", "[sameorigin]")
            .variable("REGISTRY_LOG_FIELDS_SITE", "north")
            .settings();

    assertThat(settings.http().headers())
        .isEqualTo(Map.of("X-Frame-Options", List.of("sameorigin")));
    assertThat(settings.log().fields()).isEqualTo(Map.of("service", "hub", "site", "north"));
  }

  @Test
  void loglevel_isAnOlderNameHereToo() {
    assertThat(FILE.variable("REGISTRY_LOGLEVEL", "debug").settings().log().level())
        .isEqualTo(Level.DEBUG);
  }

  @Test
  void listElements_areNamedByIndexAndTheNextOneAppends() {
    var lists =
        Configuration.parse(
                "config.yml",
                "notifications: {endpoints: [{name: a}, {name: b}]}\nhttp: {tls: {clientcas: [x]}}",
                Map.of(
                    "REGISTRY_NOTIFICATIONS_ENDPOINTS_1_NAME", "B",
                    "REGISTRY_NOTIFICATIONS_ENDPOINTS_2_NAME", "c",
                    "REGISTRY_NOTIFICATIONS_ENDPOINTS_2_TIMEOUT", "1s",
                    "REGISTRY_HTTP_TLS_CLIENTCAS_1", "y",
                    "REGISTRY_HTTP_TLS_CIPHERSUITES_0", "z"))
            .read(EnvironmentTest::readLists);

    assertThat(lists.errors()).extracting(Problem::keys).containsExactly(List.of("version"));
    assertThat(lists.render())
        .contains("- name: a\n")
        .contains("- name: B # from REGISTRY_NOTIFICATIONS_ENDPOINTS_1_NAME\n")
        .contains("- name: c # from REGISTRY_NOTIFICATIONS_ENDPOINTS_2_NAME\n")
        .contains("timeout: 1s # from REGISTRY_NOTIFICATIONS_ENDPOINTS_2_TIMEOUT\n")
        .contains("clientcas: [x, y]\n")
        .contains("ciphersuites: [z] # from REGISTRY_HTTP_TLS_CIPHERSUITES_0\n");
  }

  private static List<Optional<String>> readLists(Section root) {
    Section tls = root.section("http").section("tls");
    assertThat(tls.texts("clientcas", List.of())).containsExactly("x", "y");
    assertThat(tls.texts("ciphersuites", List.of())).containsExactly("z");
    return root.section("notifications").sections("endpoints").stream()
        .map(
            endpoint -> {
              Optional<String> name = endpoint.text("name");
              endpoint.duration("timeout", Duration.ofSeconds(5));
              return name;
            })
        .toList();
  }

  @Test
  void listElement_beyondTheNextOne_isAnError() {
    assertThat(FILE.variable("REGISTRY_HEALTH_TCP_1_ADDR", "a:1").errors())
        .containsExactly(
            "REGISTRY_HEALTH_TCP_1_ADDR: error: health.tcp.1.addr: there is no such element;"
                + " the next one to add is 0.");
  }

  /** What other tools and Kubernetes' service links put into the environment. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      textBlock =
          """
          REGISTRY_AUTH_FILE /run/containers/0/auth.json
          REGISTRY_PORT tcp://10.96.0.7:5000
          REGISTRY_PORT_5000_TCP tcp://10.96.0.7:5000
          REGISTRY_PORT_5000_TCP_ADDR 10.96.0.7
          REGISTRY_SERVICE_HOST 10.96.0.7
          REGISTRY_SERVICE_PORT 5000
          REGISTRY_SERVICE_PORT_HTTP 5000
          REGISTRY_HTTP_PORT tcp://10.96.0.7:5000
          REGISTRY_HTTP_SERVICE_HOST 10.96.0.7
          REGISTRY_STORAGE_PORT tcp://10.96.0.7:5000
          REGISTRY_AUTH_PORT_5001_TCP tcp://10.96.0.7:5001
          REGISTRY_AUTH_SERVICE_HOST 10.96.0.7
          REGISTRY_LIMITS_PORT tcp://10.96.0.7:5000
          REGISTRY_HTTP_TLS_CLIENTCAS_PORT 1
          REGISTRY_HTTP_ADDR_PORT 1
          REGISTRY_ a
          REGISTRY__ a
          REGISTRY_PASSWORD @:*&
          """)
  void strangersVariable_isOneWarning(String name, String value) {
    Given given = FILE.variable(name, value);

    assertThat(given.settings()).isEqualTo(FILE.settings());
    assertThat(given.warnings())
        .containsExactly(
            "environment: warning: "
                + name
                + ": no key has this name, so it has no effect here."
                + " Check the spelling if it was meant.");
  }

  @Test
  void strangersVariables_areNamedTogether() {
    Given given =
        FILE.variable("REGISTRY_PORT", "a").variable("REGISTRY_HOST", "b").variable("PATH", "/bin");

    assertThat(given.warnings())
        .singleElement()
        .asString()
        .startsWith("environment: warning: REGISTRY_HOST, REGISTRY_PORT: no key has this name");
  }

  @Test
  void version_cannotBeSet() {
    Given given = FILE.variable("REGISTRY_VERSION", "0.2");

    assertThat(given.errors()).isEmpty();
    assertThat(given.warnings())
        .containsExactly(
            "REGISTRY_VERSION: warning: version: cannot be set by a variable. Unset it.");
  }

  @Test
  void badValue_isAnErrorThatNamesTheVariable() {
    assertThat(FILE.variable("REGISTRY_HTTP_DRAINTIMEOUT", "soon").errors())
        .singleElement()
        .asString()
        .startsWith("REGISTRY_HTTP_DRAINTIMEOUT: error: http.draintimeout: \"soon\" is not");
    assertThat(FILE.variable("REGISTRY_HTTP_SECRET", "*hunter2").errors())
        .containsExactly(
            "REGISTRY_HTTP_SECRET: error: its value is not YAML."
                + " Put it in single quotes: NAME=\"'value'\".");
  }

  @Test
  void unknownKeyInsideAValue_isAnErrorAsInTheFile() {
    assertThat(FILE.variable("REGISTRY_HTTP", "{adr: 'x:1'}").errors())
        .containsExactly("REGISTRY_HTTP: error: http.adr: unknown key. Did you mean http.addr?");
  }

  /** The value is a secret, and no YAML. */
  @Test
  void variableOfAnotherName_setsItsKey_asItIs() {
    Effective<Optional<String>> read =
        Configuration.parse(
                "config.yml",
                "version: 0.1\nauth: {sealing: {key: of-the-file}}\n",
                Map.of("LADING_SEALING_KEY", " [a: b\n"))
            .read(root -> root.section("auth").section("sealing").secret("key"));

    assertThat(read.get()).contains("[a: b");
    assertThat(read.render()).contains("key: '***' # from LADING_SEALING_KEY");
  }

  @Test
  void variableOfAnotherName_thatIsEmpty_setsNothing() {
    Effective<Optional<String>> read =
        Configuration.parse("config.yml", "version: 0.1\n", Map.of("LADING_SEALING_KEY", ""))
            .read(root -> root.section("auth").section("sealing").secret("key"));

    assertThat(read.get()).isEmpty();
  }

  @Test
  void driverFromAVariable_replacesTheBuiltInOne() {
    var environment = Map.of("REGISTRY_STORAGE_INMEMORY", "{}");

    var effective = Configuration.load(Optional.empty(), environment).read(ServerSettings::from);

    assertThat(effective.get().store().driver()).isEqualTo("inmemory");
    assertThat(effective.problems()).isEmpty();
  }
}
