package dev.lading.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every configuration that distribution documents is understood: no key of it is unknown, and what
 * is refused or left out is exactly what stands here. The files and their sources: {@code
 * distribution/README.md}.
 */
class DocumentedExamplesTest {

  /**
   * @param refused line and key of every error
   * @param ignored the keys of the one warning
   */
  record Example(String file, List<String> refused, List<String> ignored) {
    Example ignoring(String... keys) {
      return new Example(file, refused, List.of(keys));
    }

    @Override
    public String toString() {
      return file;
    }
  }

  private static Stream<Example> examples() {
    return Stream.of(
        served(
            "config-dev.yml",
            "storage.cache",
            "storage.tag",
            "http.debug.prometheus.path",
            "health"),
        served("development.yml"),
        served("osx.yml", "storage.cache"),
        served("redis.yml", "redis"),
        served("health.yml", "health"),
        served("notifications.yml", "notifications"),
        refused("config-example.yml", "17 auth.htpasswd")
            .ignoring("storage.cache", "storage.tag", "health"),
        refused("debian.yml", "17 auth.htpasswd").ignoring("storage.cache", "health"),
        refused("config-cache.yml", "43 proxy")
            .ignoring("storage.cache", "redis", "notifications", "health"),
        refused("mirror.yml", "3 proxy"),
        refused("http.yml", "11 http.tls"),
        refused("tokenserver.yml", "10 http.tls", "17 auth.token")
            .ignoring("storage.cache", "compatibility"),
        refused("validation.yml", "3 validation"),
        refused("gcs.yml", "3 storage.gcs"),
        refused("rewrite.yml", "3 storage.azure").ignoring("middleware"),
        served("cloudfront.yml", "middleware"),
        served("cdnhmac.yml", "middleware"),
        served("s3.yml", "http.debug.prometheus.path", "storage.cache"),
        refused(
                "all-options.yml",
                "29 storage.azure",
                "41 storage.gcs",
                "76 storage", // one driver at a time
                "95 auth.silly",
                "98 auth.token",
                "108 auth.htpasswd",
                "112 middleware.registry",
                "116 middleware.repository",
                "131 middleware.storage", // written twice
                "142 http.tls",
                "198 redis.tls", // written twice
                "221 proxy",
                "230 validation")
            .ignoring(
                "log.hooks",
                "storage.filesystem.maxthreads",
                "storage.s3",
                "storage.tag",
                "storage.redirect",
                "storage.cache",
                "middleware.storage",
                "http.debug.prometheus.path",
                "notifications",
                "redis",
                "health"));
  }

  private static Example served(String file, String... ignored) {
    return new Example(file, List.of(), List.of(ignored));
  }

  private static Example refused(String file, String... keys) {
    return new Example(file, List.of(keys), List.of());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void example_isUnderstood(Example example) {
    Given given = Given.file(content(example.file));

    assertThat(given.erroneousKeys()).containsExactlyElementsOf(example.refused);
    assertThat(given.errors()).noneMatch(error -> error.contains("unknown key"));
    assertThat(given.read().warnings().stream().map(Problem::keys))
        .filteredOn(keys -> !keys.equals(List.of("loglevel")))
        .containsExactlyElementsOf(
            example.ignored.isEmpty() ? List.of() : List.of(example.ignored));
  }

  @Test
  void everyFile_hasItsRow() throws IOException, URISyntaxException {
    Path directory = Path.of(DocumentedExamplesTest.class.getResource("distribution").toURI());
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .filteredOn(name -> name.endsWith(".yml"))
          .containsExactlyInAnyOrderElementsOf(examples().map(Example::file).toList());
    }
  }

  /** {@code about/deploying.md}: variables on top of the image's own configuration. */
  @Test
  void documentedVariables_areUnderstood() {
    assertThat(withVariables(Map.of("REGISTRY_HTTP_ADDR", "0.0.0.0:5001")).get().http().address())
        .isEqualTo(new ServerSettings.HostPort("0.0.0.0", 5001));
    assertThat(
            withVariables(Map.of("REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY", "/somewhere"))
                .get()
                .store()
                .root())
        .contains("/somewhere");
    assertThat(
            withVariables(
                    Map.of(
                        "REGISTRY_HTTP_ADDR", "0.0.0.0:443",
                        "REGISTRY_HTTP_TLS_CERTIFICATE", "/certs/domain.crt",
                        "REGISTRY_HTTP_TLS_KEY", "/certs/domain.key",
                        "REGISTRY_AUTH", "htpasswd",
                        "REGISTRY_AUTH_HTPASSWD_REALM", "Registry Realm",
                        "REGISTRY_AUTH_HTPASSWD_PATH", "/auth/htpasswd"))
                .problems())
        .extracting(problem -> problem.origin() + " " + problem.severity() + " " + problem.keys())
        .containsExactly(
            "REGISTRY_AUTH ERROR [auth.htpasswd]",
            "REGISTRY_HTTP_TLS_CERTIFICATE ERROR [http.tls]");
    assertThat(
            withVariables(Map.of("REGISTRY_HTTP_TLS_LETSENCRYPT_HOSTS_0", "registry.example.com"))
                .errors())
        .extracting(Problem::keys)
        .containsExactly(List.of("http.tls"));
  }

  private static Effective<ServerSettings> withVariables(Map<String, String> variables) {
    return Configuration.load(Optional.empty(), variables).read(ServerSettings::from);
  }

  static String content(String file) {
    try (InputStream in =
        DocumentedExamplesTest.class.getResourceAsStream("distribution/" + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
