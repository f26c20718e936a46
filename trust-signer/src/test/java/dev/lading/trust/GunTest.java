package dev.lading.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GunTest {
  @ParameterizedTest
  @CsvSource({
    "reg.example.com/app,          reg.example.com,  app",
    "localhost:5000/team/app,      localhost:5000,   team/app",
    "[::1]:5000/app,               [::1]:5000,       app",
    "Reg.Example.COM/app,          Reg.Example.COM,  app",
    "docker.io/library/alpine,     docker.io,        library/alpine"
  })
  void gun_isHostAndRepository(String text, String host, String repository) {
    Gun gun = Gun.parse(text);

    assertThat(gun.host()).isEqualTo(host);
    assertThat(gun.repository().name()).isEqualTo(repository);
    assertThat(gun).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "app",
        "/app",
        "host/",
        "host/App",
        "host:/app",
        "host:123456/app",
        "ho st/app",
        "host/../app",
        "*/app",
        "host/team/*",
        "-host/app",
        "ho\u00e9st/app",
        "host//app",
        "[::1/app"
      })
  void gun_ofAnythingElse_isRefused(String text) {
    assertThatThrownBy(() -> Gun.parse(text)).isInstanceOf(TrustException.GunInvalid.class);
  }
}
