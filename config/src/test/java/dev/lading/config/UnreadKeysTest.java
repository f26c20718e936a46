package dev.lading.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class UnreadKeysTest {

  /** What is asked for, and the key that is refused. */
  record Asked(String lines, String refused) {}

  private static Stream<Asked> asked() {
    return Stream.of(
        new Asked("auth: htpasswd", "auth.htpasswd"),
        new Asked("auth: {htpasswd: }", "auth.htpasswd"),
        new Asked("auth: {htpasswd: {}}", "auth.htpasswd"),
        new Asked("auth: {htpasswd: {enabled: false, path: ''}}", "auth.htpasswd"),
        new Asked("auth: {htpasswd: {realm: r, path: /p}}", "auth.htpasswd"),
        new Asked("auth: {token: {realm: r}}", "auth.token"),
        new Asked("auth: {silly: {realm: r}}", "auth.silly"),
        new Asked("auth: {access: [{who: anyone, may: pull}]}", "auth.access"),
        new Asked("http: {tls: {certificate: /c, key: /k}}", "http.tls"),
        new Asked("http: {tls: {minimumtls: tls1.3}}", "http.tls"),
        new Asked("http: {tls: {clientcas: [/ca]}}", "http.tls"),
        new Asked("http: {tls: {letsencrypt: {cachefile: /c}}}", "http.tls"),
        new Asked("http: {net: unix, addr: '/run/registry.sock:1'}", "http.net"),
        new Asked("proxy: {remoteurl: 'https://registry-1.docker.io'}", "proxy"),
        new Asked("http: {tls: /cert.pem}", "http.tls"),
        new Asked("proxy: 'https://registry-1.docker.io'", "proxy"),
        new Asked("validation: true", "validation"),
        new Asked("validation: {disabled: false}", "validation"),
        new Asked("validation: {enabled: true}", "validation"),
        new Asked("validation: {manifests: {urls: {deny: [x]}}}", "validation"),
        new Asked("middleware: {registry: [{name: acl}]}", "middleware.registry"),
        new Asked("middleware: {repository: [{name: acl}]}", "middleware.repository"),
        new Asked(
            "middleware: {registry: [{name: a, disabled: true}, {name: b}]}",
            "middleware.registry"),
        new Asked("policy: {repository: {classes: [image]}}", "policy.repository.classes"),
        new Asked("trust: {policies: [{repositories: '**', mode: 'off'}]}", "trust"),
        new Asked("tags: {immutable: [{tag: v1}]}", "tags.immutable"));
  }

  @ParameterizedTest
  @MethodSource("asked")
  void whatIsAskedForAndNotBuilt_isRefusedByName(Asked asked) {
    Given given = Given.fileWith(asked.lines);

    assertThat(given.erroneousKeys()).containsExactly("3 " + asked.refused);
    assertThat(given.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"azure", "gcs", "swift", "oss", "rados", "containerd"})
  void otherDrivers_areRefusedByName(String driver) {
    Given named = Given.file("version: 0.1\nstorage: " + driver);
    Given configured = Given.file("version: 0.1\nstorage: {%s: {bucket: b}}".formatted(driver));

    assertThat(named.erroneousKeys()).containsExactly("2 storage." + driver);
    assertThat(named.errors()).first().asString().contains("Use storage.filesystem");
    assertThat(configured.errors()).first().asString().contains("Use storage.filesystem");
  }

  @Test
  void readOnlyMode_isRefusedWhereNobodyObeysIt() {
    String lines = "storage: {inmemory: {}, maintenance: {readonly: {enabled: true}}}";
    Given given = Given.file("version: 0.1\n" + lines);

    assertThat(given.settings().store().readOnly()).isTrue();
    assertThat(
            Configuration.parse("config.yml", given.file(), Map.of())
                .read(root -> root.section("storage").exactlyOne("inmemory"))
                .errors())
        .extracting(Problem::keys)
        .containsExactly(List.of("storage.maintenance.readonly"));
  }

  @Test
  void everyRefusal_isProvokedAbove() {
    Set<String> drivers =
        Stream.of("azure", "gcs", "swift", "oss", "rados", "containerd")
            .map(driver -> "storage." + driver)
            .collect(Collectors.toSet());
    Set<String> provoked = asked().map(Asked::refused).collect(Collectors.toSet());
    provoked.addAll(drivers);
    provoked.add("storage.maintenance.readonly");

    assertThat(KnownKeys.load().refusals())
        .extracting(refusal -> refusal.key().toString())
        .containsExactlyInAnyOrderElementsOf(provoked);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          auth:
          auth: {}
          auth: none
          auth: {none: {}}
          auth: {access: []}
          http: {tls: }
          http: {tls: {}}
          http: {tls: {certificate: '', key: '', clientcas: [], letsencrypt: {hosts: []}}}
          http: {net: tcp}
          http: {net: ''}
          proxy: {}
          proxy: {remoteurl: '', username: u, ttl: 168h}
          validation: {}
          validation: {disabled: true, manifests: {urls: {allow: [x]}}}
          validation: {enabled: false}
          middleware: {registry: [], repository: }
          middleware: {registry: [{name: acl, disabled: true, options: {a: b}}]}
          policy: {repository: {classes: []}}
          trust: {}
          trust: {enabled: false, policies: [{mode: enforce}]}
          tags: {immutable: []}
          """)
  void guardThatIsOff_isNotRefused(String lines) {
    Given given = Given.fileWith(lines);

    assertThat(given.read().problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      textBlock =
          """
          REGISTRY_AUTH htpasswd auth.htpasswd
          REGISTRY_AUTH_HTPASSWD_PATH /auth/htpasswd auth.htpasswd
          REGISTRY_AUTH ldap auth.ldap
          REGISTRY_HTTP_TLS_CERTIFICATE /cert.pem http.tls
          REGISTRY_HTTP_TLS_CLIENTCAS_0 /ca.pem http.tls
          REGISTRY_PROXY_REMOTEURL https://registry-1.docker.io proxy
          REGISTRY_STORAGE_GCS_BUCKET b storage.gcs
          REGISTRY_TRUST_MODE enforce trust
          """)
  void guardFromAVariable_isRefusedEvenWithoutAFile(String name, String value, String refused) {
    var read = Configuration.load(Optional.empty(), Map.of(name, value)).read(ServerSettings::from);

    assertThat(read.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.severity()).isEqualTo(Problem.Severity.ERROR);
              assertThat(problem.origin()).isEqualTo(new Origin.Variable(name));
              assertThat(problem.keys()).containsExactly(refused);
            });
  }

  @Test
  void guardThatIsReadInPart_isRefusedForTheRest() {
    String text = "version: 0.1\nhttp: {tls: {certificate: /c, key: /k, clientauth: x}}\n";

    var read =
        Configuration.parse("config.yml", text, Map.of())
            .read(
                root -> {
                  Section tls = root.section("http").section("tls");
                  return List.of(tls.text("certificate"), tls.text("key"));
                });

    assertThat(read.errors())
        .extracting(Problem::keys)
        .containsExactly(List.of("http.tls.clientauth"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          htpt: {addr: 'a:1'}                   | htpt: unknown key. Did you mean http?
          HTTP: {addr: 'a:1'}                   | HTTP: unknown key. Did you mean http?
          http: {adr: 'a:1'}                    | http.adr: unknown key. Did you mean http.addr?
          http: {relativeurl: true}             | http.relativeurl: unknown key. Did you mean http.relativeurls?
          http: {darintimeout: 1s}              | http.darintimeout: unknown key. Did you mean http.draintimeout?
          limits: {manifset: 1MiB}              | limits.manifset: unknown key. Did you mean limits.manifest?
          durabilty: strict                     | durabilty: unknown key. Did you mean durability?
          readonly: {enabled: true}             | readonly: unknown key. Did you mean storage.maintenance.readonly?
          tags: {x: 1}                          | tags.x: unknown key. Known here: maxtags, immutable.
          health: {tcp: [{adr: 'a:1'}]}         | health.tcp.0.adr: unknown key. Did you mean health.tcp.0.addr?
          redis: {passwort: x}                  | redis.passwort: unknown key. Did you mean redis.password?
          auth: {ldap: {}}                      | auth.ldap: unknown key. Known here: silly, token, htpasswd, none, robots, oidc, access, sealing.
          """)
  void unknownKey_isAnErrorWithTheNearestName(String line, String expected) {
    assertThat(Given.fileWith(line).errors()).containsExactly("config.yml:3: error: " + expected);
  }

  @ParameterizedTest
  @CsvSource({"middleware: acl, middleware", "policy: strict, policy", "auth: [htpasswd], auth.0"})
  void singleValueForASection_isAnError(String line, String key) {
    assertThat(Given.fileWith(line).erroneousKeys()).containsExactly("3 " + key);
  }

  @Test
  void keyOfOursThatNobodyReads_isUnknown() {
    assertThat(Given.fileWith("http: {listeners: ['a:1']}").erroneousKeys())
        .containsExactly("3 http.listeners");
  }

  @Test
  void keysOnlyDistributionNeeds_areNamedInOneWarningAndBySection() {
    Given given =
        Given.fileWith(
                """
                redis: {addr: 'r:1', pool: {maxidle: 1}}
                health: {storagedriver: {enabled: true, interval: 10s}, file: []}
                reporting:
                http:
                  debug: {prometheus: {enabled: true, path: /m}}
                """)
            .variable("REGISTRY_NOTIFICATIONS_ENDPOINTS_0_URL", "http://a");

    assertThat(given.errors()).isEmpty();
    assertThat(given.warnings())
        .containsExactly(
            "config.yml:3: warning: redis, health, http.debug.prometheus.path, notifications:"
                + " known to distribution, without effect here"
                + " (line 3, line 4, line 7, REGISTRY_NOTIFICATIONS_ENDPOINTS_0_URL).");
  }

  @Test
  void unknownKeyInAnIgnoredSection_isStillAnError() {
    Given given = Given.fileWith("redis: {addr: 'r:1', adress: 'r:1'}");

    assertThat(given.erroneousKeys()).containsExactly("3 redis.adress");
    assertThat(given.read().warnings())
        .extracting(Problem::keys)
        .containsExactly(List.of("redis.addr"));
  }
}
