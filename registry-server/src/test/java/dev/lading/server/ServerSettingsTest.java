package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.config.Configuration;
import dev.lading.config.InvalidConfiguration;
import dev.lading.server.http.HttpLimits;
import dev.lading.server.http.ListenAddress;
import dev.lading.storage.Durability;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSettingsTest {
  @TempDir Path dir;

  @Test
  void settings_withoutFile_serveThisMachineOnly() {
    ServerSettings settings =
        Configuration.load(Optional.empty(), Map.of()).read(ServerSettings::from).get();
    assertThat(settings.http().listeners()).containsExactly(new ListenAddress("127.0.0.1", 5000));
    assertThat(settings.storage())
        .isEqualTo(new StorageSettings.Filesystem(Path.of("./lading-data"), Durability.STRICT));
    assertThat(settings.deletes()).isTrue();
    assertThat(settings.readOnly()).isFalse();
    assertThat(settings.http().relativeUrls()).isTrue();
    assertThat(settings.http().h2c()).isTrue();
    assertThat(settings.http().redirects()).isTrue();
    assertThat(settings.manifestLimitBytes()).isEqualTo(4 << 20);
    assertThat(settings.tagsPerPage()).isEqualTo(1000);
    assertThat(settings.http().limits().bodyBytes()).isEqualTo(HttpLimits.UNLIMITED);
    assertThat(settings.log())
        .isEqualTo(new LogSettings(LogSettings.Severity.INFO, LogSettings.Format.TEXT, true));
  }

  @Test
  void settings_withFile_haveDistributionsDefaults() throws IOException {
    ServerSettings settings = read("version: 0.1\nstorage: {filesystem: {}}\n");
    assertThat(settings.http().listeners()).containsExactly(new ListenAddress("", 5000));
    assertThat(settings.storage())
        .isEqualTo(new StorageSettings.Filesystem(Path.of("/var/lib/registry"), Durability.STRICT));
    assertThat(settings.deletes()).isFalse();
    assertThat(settings.uploadPurging())
        .isEqualTo(new UploadPurging(true, Duration.ofDays(7), Duration.ofDays(1), false));
  }

  /** A bare number counts nanoseconds: uploads would go between two of their chunks. */
  @ParameterizedTest
  @CsvSource({"age, 0s, 168h", "age, 168, 168h", "age, 59s, 168h", "interval, 24, 24h"})
  void purging_ofUploadsThatGoOn_orAllTheTime_isRefused(String key, String value, String advice) {
    assertThatThrownBy(
            () ->
                read(
                    """
                    version: 0.1
                    storage: {filesystem: {}, maintenance: {uploadpurging: {%s: %s}}}
                    """
                        .formatted(key, value)))
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining("storage.maintenance.uploadpurging." + key)
        .hasMessageContaining(advice);
  }

  @Test
  void settings_fullyWritten_areAllRead() throws IOException {
    ServerSettings settings =
        read(
            """
            version: 0.1
            log: {level: debug, formatter: json, accesslog: {disabled: true}}
            durability: relaxed
            storage:
              filesystem: {rootdirectory: /srv/r}
              delete: {enabled: true}
              redirect: {disable: true}
              maintenance: {readonly: {enabled: true}}
            http:
              addr: "[::1]:5001"
              listeners: ["127.0.0.1:5002"]
              host: https://registry.example.com
              prefix: /reg
              relativeurls: false
              draintimeout: 5s
              trustedproxies: [10.0.0.0/8]
              headers: {X-Content-Type-Options: [nosniff]}
              h2c: {enabled: false}
            tags: {maxtags: 7}
            catalog: {maxentries: 8}
            limits:
              manifest: 8MiB
              blob: 1GiB
              uploads: 9
              connections: 100
              idle: 10s
              requestline: 8KiB
              headers: 32KiB
              body: {minrate: 2KiB, window: 3s}
              buffers: {bytes: 16MiB, wait: 4s}
            """);
    assertThat(settings.storage())
        .isEqualTo(new StorageSettings.Filesystem(Path.of("/srv/r"), Durability.RELAXED));
    assertThat(settings.deletes()).isTrue();
    assertThat(settings.readOnly()).isTrue();
    assertThat(settings.http().listeners())
        .containsExactly(new ListenAddress("::1", 5001), new ListenAddress("127.0.0.1", 5002));
    assertThat(settings.http().host()).contains(URI.create("https://registry.example.com"));
    assertThat(settings.http().prefix()).isEqualTo("/reg/");
    assertThat(settings.http().relativeUrls()).isFalse();
    assertThat(settings.http().drain()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.http().trustedProxies()).hasSize(1);
    assertThat(settings.http().headers()).hasSize(1);
    assertThat(settings.http().h2c()).isFalse();
    assertThat(settings.http().redirects()).isFalse();
    assertThat(settings.http().limits())
        .isEqualTo(
            new HttpLimits(
                8 << 10,
                32 << 10,
                Duration.ofSeconds(10),
                1L << 30,
                2048,
                Duration.ofSeconds(3),
                16 << 20,
                Duration.ofSeconds(4),
                100));
    assertThat(settings.content().blobLimitBytes()).isEqualTo(1L << 30);
    assertThat(settings.manifestLimitBytes()).isEqualTo(8 << 20);
    assertThat(settings.uploadLimit()).isEqualTo(9);
    assertThat(settings.tagsPerPage()).isEqualTo(7);
    assertThat(settings.namesPerPage()).isEqualTo(8);
    assertThat(settings.log())
        .isEqualTo(new LogSettings(LogSettings.Severity.DEBUG, LogSettings.Format.JSON, false));
  }

  @Test
  void settings_withSeveralMistakes_nameThemAll() throws IOException {
    Path file =
        write(
            """
            version: 0.1
            storage: {filesystem: {rootdirectory: /srv/r}}
            http: {addr: nonsense, trustedproxies: [10.0.0.0/99]}
            limits: {manifest: 1MiB, blubb: 1}
            auth: {silly: {realm: r}, htpasswd: {realm: r}}
            """);
    assertThatThrownBy(
            () -> Configuration.load(Optional.of(file), Map.of()).read(ServerSettings::from).get())
        .isInstanceOf(InvalidConfiguration.class)
        .message()
        .contains("http.addr", "http.trustedproxies", "limits.manifest", "limits.blubb")
        .contains("auth.silly", "auth.htpasswd.path");
  }

  private ServerSettings read(String text) throws IOException {
    return Configuration.load(Optional.of(write(text)), Map.of()).read(ServerSettings::from).get();
  }

  private Path write(String text) throws IOException {
    return Files.writeString(dir.resolve("config.yml"), text);
  }
}
