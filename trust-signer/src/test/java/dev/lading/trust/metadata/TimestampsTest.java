package dev.lading.trust.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {
  @ParameterizedTest
  @CsvSource({
    "2026-12-04T21:34:23.46293332Z,      2026-12-04T21:34:23.462933320Z",
    "2026-12-04T21:34:23.4Z,             2026-12-04T21:34:23.400Z",
    "2026-12-04T21:34:23Z,               2026-12-04T21:34:23Z",
    "2026-12-04T21:34:23.123456789Z,     2026-12-04T21:34:23.123456789Z",
    "2116-03-28T11:23:03.142-08:00,      2116-03-28T19:23:03.142Z",
    "2026-01-01T00:30:00+05:30,          2025-12-31T19:00:00Z",
    "0001-01-01T00:00:00Z,               0001-01-01T00:00:00Z",
  })
  void time_withAnyFractionAndOffset_isRead(String text, Instant expected) {
    assertThat(Timestamps.find(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026-12-04",
        "2026-12-04T21:34:23",
        "2026-12-04t21:34:23Z",
        "2026-12-04T21:34:23z",
        "2026-12-04 21:34:23Z",
        "2026-12-04T21:34Z",
        "2026-13-04T21:34:23Z",
        "2026-02-30T00:00:00Z",
        "2026-12-04T24:00:01Z",
        "2026-12-04T21:34:23.Z",
        "2026-12-04T21:34:23.1234567890Z",
        "2026-12-04T21:34:23,5Z",
        "+12026-12-04T21:34:23Z",
        "2026-12-04T21:34:23+0530",
        "2026-12-04T21:34:23+19:00",
        "1796420063"
      })
  void time_inAnotherForm_isNone(String text) {
    assertThat(Timestamps.find(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-12-04T21:34:23.46293332Z",
        "2026-12-04T21:34:23Z",
        "2026-12-04T21:34:23.000000001Z",
        "2026-12-04T21:34:23.1Z",
        "2036-11-17T21:32:48.723873054Z"
      })
  void time_isWrittenAsGoDoes(String text) {
    assertThat(Timestamps.text(Instant.parse(text))).isEqualTo(text);
  }
}
