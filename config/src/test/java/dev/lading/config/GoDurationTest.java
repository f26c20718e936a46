package dev.lading.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {

  @ParameterizedTest
  @CsvSource({
    "0, PT0S, 0s",
    "0s, PT0S, 0s",
    "10s, PT10S, 10s",
    "1h30m, PT1H30M, 1h30m",
    "168h, PT168H, 168h",
    "90m, PT1H30M, 1h30m",
    "1.5h, PT1H30M, 1h30m",
    ".5s, PT0.5S, 500ms",
    "1.s, PT1S, 1s",
    "1h1ns, PT1H0.000000001S, 1h1ns",
    "3us, PT0.000003S, 3us",
    "3µs, PT0.000003S, 3us",
    "3μs, PT0.000003S, 3us",
    "1m2h, PT2H1M, 2h1m",
    "60000000000, PT1M, 1m",
    "2562047h, PT2562047H, 2562047h",
    "9223372036854775807, PT9223372036.854775807S, 2562047h47m16s854ms775us807ns"
  })
  void parse_readsGosNotation(String text, Duration expected, String shortest) {
    assertThat(GoDuration.parse(text)).isEqualTo(expected);
    assertThat(GoDuration.format(expected)).isEqualTo(shortest);
    assertThat(GoDuration.parse(shortest)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "s",
        "10 s",
        "10sec",
        "1d",
        "-1s",
        "+1s",
        "1h-1m",
        "1,5h",
        "ten",
        "1s ",
        "1e9s",
        "..s",
        "1.2.3s",
        "9223372036854775808",
        "2562048h",
        "99999999999999999999h",
        "1111111111111111111111111111111111111111111111111111111111111111111s"
      })
  void parse_anythingElse_isRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> GoDuration.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "30d, PT720H, 30d",
    "1d, PT24H, 24h",
    "24h, PT24H, 24h",
    "36h, PT36H, 36h",
    "1d12h30m, PT36H30M, 36h30m",
    "7d0s, PT168H, 7d",
    "0, PT0S, 0s",
    "0d, PT0S, 0s",
    "1500ms, PT1.5S, 1s500ms"
  })
  void parseSpan_readsDaysAsWell(String text, Duration expected, String written) {
    assertThat(GoDuration.parseSpan(text)).isEqualTo(expected);
    assertThat(GoDuration.formatSpan(expected)).isEqualTo(written);
    assertThat(GoDuration.parseSpan(written)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "1d5", "d", "1h1d", "1.5d", "-1d", "123456d", "1w"})
  void parseSpan_anythingElse_isRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> GoDuration.parseSpan(text));
  }
}
