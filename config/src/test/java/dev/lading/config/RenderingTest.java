package dev.lading.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RenderingTest {

  @Test
  void render_tellsDefaultsAndVariablesAndMasksSecrets() {
    String rendered =
        Given.file(
                """
                version: 0.1
                log: {fields: {service: hub}}
                storage:
                  filesystem: {rootdirectory: /srv/registry}
                http:
                  secret: hunter2
                  headers: {X-Content-Type-Options: [nosniff]}
                """)
            .variable("REGISTRY_HTTP_ADDR", ":5000")
            .read()
            .render();

    assertThat(rendered)
        .isEqualTo(
            """
            version: 0.1
            http:
              debug:
                prometheus:
                  enabled: false # default
                addr: # not set
              addr: :5000 # from REGISTRY_HTTP_ADDR
              host: # not set
              prefix: / # default
              secret: '***'
              relativeurls: true # default
              draintimeout: 1m # default
              headers:
                X-Content-Type-Options: [nosniff]
              http2:
                disabled: false # default
              h2c:
                enabled: true # default
            storage:
              maintenance:
                readonly:
                  enabled: false # default
                uploadpurging:
                  enabled: true # default
                  age: 168h # default
                  interval: 24h # default
                  dryrun: false # default
              filesystem:
                rootdirectory: /srv/registry
              delete:
                enabled: false # default
            catalog:
              maxentries: 1000 # default
            tags:
              maxtags: 1000 # default
            log:
              level: info # default
              formatter: text # default
              fields:
                service: hub
              accesslog:
                disabled: false # default
            limits:
              manifest: 4MiB # default
              uploads: 200 # default
            durability: strict # default
            """);
  }

  private static Stream<Given> configurations() {
    return Stream.of(
        Given.file("version: 0.1\nstorage: inmemory\n"),
        Given.file("version: 0.1\nstorage: filesystem\n"),
        Given.file(DocumentedExamplesTest.content("config-dev.yml")),
        Given.file(DocumentedExamplesTest.content("health.yml")),
        Given.fileWith(
            "log: {fields: {'a: b': '# x', 'null': '~', '': '', 'y': 'ü\\n\"''', '0': '1_0'}}"),
        Given.fileWith(
            "http: {prefix: '*a', host: '@b', addr: '[::1]:5', headers: {A: [], B: ['', 'x, y']}}"),
        Given.fileWith("http: {draintimeout: 1h1m1.001002003s}")
            .variable("REGISTRY_LOG_FIELDS_SITE", "north")
            .variable("REGISTRY_HTTP_HEADERS", "{Via: [a, b]}"));
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void render_readsAsTheSameAgain(Given given) {
    String rendered = given.read().render();
    Given again = Given.file(rendered);

    assertThat(again.settings()).isEqualTo(given.settings());
    assertThat(again.read().problems()).isEmpty();
  }

  @Test
  void render_withoutAFile_readsAsTheSameAgain() {
    var builtIn = Configuration.load(Optional.empty(), Map.of()).read(ServerSettings::from);

    assertThat(Given.file(builtIn.render()).settings()).isEqualTo(builtIn.get());
    assertThat(builtIn.render()).contains("addr: 127.0.0.1:5000 # default\n");
  }

  /** Secrets are named in the table, so that reading one as a plain text does not show it. */
  @Test
  void render_keyThatTheTableMarks_isMaskedHoweverItIsRead() {
    var read =
        Configuration.parse(
                "config.yml",
                """
                version: 0.1
                http: {secret: hunter2}
                storage: {s3: {accesskey: hunter2, secretkey: hunter2}}
                proxy: {password: hunter2}
                health: {http: [{headers: {Authorization: [hunter2]}}]}
                notifications: {endpoints: [{headers: {Cookie: hunter2}}]}
                redis: {password: {hunter2: hunter2}}
                """,
                Map.of())
            .read(RenderingTest::readCarelessly);

    assertThat(read.render()).doesNotContain("hunter2").contains("Authorization: ['***']");
    assertThat(read.problems().toString()).doesNotContain("hunter2");
  }

  private static List<Object> readCarelessly(Section root) {
    Section s3 = root.section("storage").section("s3");
    return List.of(
        root.section("http").text("secret"),
        root.section("redis").text("password"),
        s3.text("accesskey", ""),
        s3.number("secretkey", 0, 0, 9),
        root.section("proxy").texts("password", List.of()),
        root.section("health").sections("http").getFirst().textLists("headers"),
        root.section("notifications").sections("endpoints").getFirst().textMap("headers"));
  }
}
