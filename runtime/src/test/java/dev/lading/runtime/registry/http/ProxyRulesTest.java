package dev.lading.runtime.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyRulesTest {
  @ParameterizedTest
  @CsvSource({
    "https://r.example/, secure:3129",
    "http://r.example/, plain:80",
    "https://localhost:5000/, none",
    "https://127.0.0.1/, none",
    "https://[::1]/, none",
    "https://inside.example/, none",
    "https://deep.inside.example/, none",
    "https://notinside.example/, secure:3129",
    "https://below.example/, secure:3129",
    "https://x.below.example/, none",
    "https://star.example/, secure:3129",
    "https://x.star.example/, none",
    "https://10.1.2.3/, none",
    "https://10.2.2.3/, secure:3129",
    "https://192.168.7.7/, none",
    "https://[fd00::7]/, none",
    "https://port.example:8443/, none",
    "https://port.example/, secure:3129",
    "https://INSIDE.example/, none",
  })
  void find_isWhatGosProgramsTake(URI uri, String expected) {
    ProxyRules rules =
        ProxyRules.of(
            Map.of(
                "HTTPS_PROXY", "http://secure:3129/",
                "http_proxy", "plain",
                "NO_PROXY",
                    "inside.example, .below.example,*.star.example,10.1.0.0/16,192.168.7.7,"
                        + "fd00::/8,port.example:8443,,"));

    assertThat(rules.find(uri).map(HttpProxy::toString).orElse("none")).isEqualTo(expected);
  }

  @Test
  void find_withAStar_isNothing() {
    ProxyRules rules = ProxyRules.of(Map.of("HTTPS_PROXY", "p:1", "no_proxy", "*"));

    assertThat(rules.find(URI.create("https://r.example/"))).isEmpty();
  }

  @Test
  void aProxysPassword_isNotShown() {
    ProxyRules rules = ProxyRules.of(Map.of("HTTPS_PROXY", "http://me:s%40cret@p:1"));
    HttpProxy proxy = rules.find(URI.create("https://r.example/")).orElseThrow();

    assertThat(proxy.secret()).contains("Basic bWU6c0BjcmV0");
    assertThat(proxy.toString()).isEqualTo("p:1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "socks5://u:secret@p:1",
        "https://u:secret@p:1",
        "http://u:secret@",
        "http://:secret@ p"
      })
  void aProxyThatWeCannotSpeakTo_isRefusedByNameOfItsVariable(String text) {
    assertThatThrownBy(() -> ProxyRules.of(Map.of("https_proxy", text)))
        .isInstanceOfSatisfying(
            UnusableSetting.class, e -> assertThat(e.setting()).isEqualTo("HTTPS_PROXY"))
        .message()
        .doesNotContain("secret");
  }
}
