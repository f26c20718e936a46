package dev.lading.server.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunWindowTest {
  @ParameterizedTest
  @CsvSource({
    "01:00-05:00, 2026-11-21T00:59, 2026-11-21T01:00, PT4H",
    "01:00-05:00, 2026-11-21T01:00, 2026-11-21T01:00, PT4H",
    "01:00-05:00, 2026-11-21T04:30, 2026-11-21T04:30, PT30M",
    "01:00-05:00, 2026-11-21T05:00, 2026-11-22T01:00, PT4H",
    "22:00-02:00, 2026-11-21T23:00, 2026-11-21T23:00, PT3H",
    "22:00-02:00, 2026-11-21T01:30, 2026-11-21T01:30, PT30M",
    "22:00-02:00, 2026-11-21T02:00, 2026-11-21T22:00, PT4H"
  })
  void window_opensAndEnds(String text, String at, String opens, Duration left) {
    RunWindow window = RunWindow.parse(text);
    ZonedDateTime open = window.open(utc(at));

    assertThat(open).isEqualTo(utc(opens));
    assertThat(window.left(open)).contains(left);
    assertThat(window.left(utc(at))).isEqualTo(open.equals(utc(at)) ? Optional.of(left) : none());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "01:00", "1:00-5:00", "01:00-25:00", "01:00-01:00", "01:00 - 05:00"})
  void anythingElse_isRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunWindow.parse(text))
        .withMessageContaining("01:00-05:00");
  }

  private static Optional<Duration> none() {
    return Optional.empty();
  }

  private static ZonedDateTime utc(String time) {
    return LocalDateTime.parse(time).atZone(ZoneOffset.UTC);
  }
}
