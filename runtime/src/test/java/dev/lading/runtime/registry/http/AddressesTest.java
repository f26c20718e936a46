package dev.lading.runtime.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.runtime.registry.RegistryException.Danger;
import dev.lading.runtime.registry.RegistryException.Unsafe;
import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressesTest {
  @ParameterizedTest
  @CsvSource({
    "https://r.example/, https://store.example/x",
    "https://r.example/, https://10.0.0.1/x",
    "https://r.example/, https://r.example:8443/x",
    "http://127.0.0.1:5000/, http://localhost:9000/x",
    "http://127.0.0.1:5000/, https://store.example/x",
    "https://localhost:5000/, https://127.0.0.1:5001/x",
  })
  void wayOn_isSafe(URI from, URI to) {
    assertThatCode(() -> Addresses.requireSafe(from, to, PlainHttp.LOOPBACK))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "https://r.example/, http://store.example/x, PLAIN_HTTP",
    "http://127.0.0.1:5000/, http://store.example/x, PLAIN_HTTP",
    "https://localhost:5000/, http://localhost:5000/x, DOWNGRADE",
    "https://r.example/, https://127.0.0.1/x, INWARD",
    "https://r.example/, https://LOCALHOST:6443/x, INWARD",
    "https://r.example/, https://169.254.169.254/latest, INWARD",
    "https://r.example/, https://[::1]/x, INWARD",
    "https://r.example/, https://[fe80::1]/x, INWARD",
    "https://r.example/, https://0.0.0.0/x, INWARD",
    "https://r.example/, ftp://store.example/x, NOT_AN_ADDRESS",
    "https://r.example/, file:///etc/passwd, NOT_AN_ADDRESS",
    "https://r.example/, https:///x, NOT_AN_ADDRESS",
    "https://r.example/, https://user:pw@store.example/x, NOT_AN_ADDRESS",
    "https://r.example/, relative, NOT_AN_ADDRESS",
  })
  void wayOn_isRefused(URI from, URI to, Danger danger) {
    assertThatThrownBy(() -> Addresses.requireSafe(from, to, PlainHttp.LOOPBACK))
        .isInstanceOfSatisfying(Unsafe.class, e -> assertThat(e.danger()).isEqualTo(danger))
        .message()
        .doesNotContain("pw");
  }

  @Test
  void clearText_whereItWasAskedFor_isNoWayOutOfEncryption() {
    URI from = URI.create("https://r.example/");
    URI to = URI.create("http://store.example/x");

    assertThatThrownBy(() -> Addresses.requireSafe(from, to, PlainHttp.ANYWHERE))
        .isInstanceOfSatisfying(
            Unsafe.class, e -> assertThat(e.danger()).isEqualTo(Danger.DOWNGRADE));
  }

  @ParameterizedTest
  @CsvSource({
    "HTTPS://R.example/a, https://r.example:443/b, true",
    "http://r.example, http://r.example:80/, true",
    "https://r.example/, https://r.example:5000/, false",
    "https://r.example/, http://r.example:443/, false",
    "https://r.example/, https://r.example.evil/, false",
  })
  void origin_isSchemeHostAndPort(URI one, URI other, boolean same) {
    assertThat(Addresses.origin(one).equals(Addresses.origin(other))).isEqualTo(same);
  }
}
