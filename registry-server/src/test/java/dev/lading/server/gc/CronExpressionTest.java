package dev.lading.server.gc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronExpressionTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** 21 November 2026 is a Saturday. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          * * * * *            | 2026-11-21T10:15:30 | 2026-11-21T10:16
          0 3 * * *            | 2026-11-21T10:15    | 2026-11-22T03:00
          0 3 * * *            | 2026-11-21T03:00    | 2026-11-22T03:00
          0 3 * * *            | 2026-11-21T02:59:59 | 2026-11-21T03:00
          */15 * * * *         | 2026-11-21T10:15    | 2026-11-21T10:30
          5/20 * * * *         | 2026-11-21T10:26    | 2026-11-21T10:45
          10-30/10 8-9 * * *   | 2026-11-21T08:30    | 2026-11-21T09:10
          0,30 22 * * *        | 2026-11-21T22:00    | 2026-11-21T22:30
          0 0 1 * *            | 2026-11-21T10:15    | 2026-12-01T00:00
          0 0 31 * *           | 2026-11-21T10:15    | 2026-12-31T00:00
          0 0 1 jan *          | 2026-11-21T10:15    | 2027-01-01T00:00
          0 0 29 2 *           | 2026-11-21T10:15    | 2028-02-29T00:00
          0 0 * * 0            | 2026-11-21T10:15    | 2026-11-22T00:00
          0 0 * * 7            | 2026-11-21T10:15    | 2026-11-22T00:00
          0 0 * * SUN          | 2026-11-21T10:15    | 2026-11-22T00:00
          0 0 * * mon-fri      | 2026-11-21T10:15    | 2026-11-23T00:00
          0 0 * * fri-sun      | 2026-11-22T10:15    | 2026-11-27T00:00
          0 0 * * 5-7          | 2026-11-21T10:15    | 2026-11-22T00:00
          0 0 13 * fri         | 2026-11-21T10:15    | 2026-11-27T00:00
          0 0 */2 * fri        | 2026-11-21T10:15    | 2026-11-27T00:00
          0 0 23 * fri         | 2026-11-21T10:15    | 2026-11-23T00:00
          @daily               | 2026-11-21T10:15    | 2026-11-22T00:00
          @hourly              | 2026-11-21T10:15    | 2026-11-21T11:00
          @weekly              | 2026-11-21T10:15    | 2026-11-22T00:00
          @monthly             | 2026-11-21T10:15    | 2026-12-01T00:00
          """)
  void next_isTheFirstTimeAfter(String text, String after, String next) {
    assertThat(CronExpression.parse(text).next(LocalDateTime.parse(after).atZone(ZoneOffset.UTC)))
        .isEqualTo(LocalDateTime.parse(next).atZone(ZoneOffset.UTC));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "daily",
        "@yearly2",
        "0 3 * *",
        "0 3 * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * 32 * *",
        "* * * 13 *",
        "* * * * 8",
        "* * * mon *",
        "5-1 * * * *",
        "*/0 * * * *",
        "1,,2 * * * *",
        "-1 * * * *",
        "? * * * *",
        "0 0 31 2 *",
        "0 0 30 feb *",
      })
  void anythingElse_isRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> CronExpression.parse(text));
  }

  @Test
  void timeThatAClockLeavesOut_comesAsMuchLater() {
    ZonedDateTime eve = LocalDateTime.of(2026, 3, 28, 12, 0).atZone(BERLIN);

    assertThat(CronExpression.parse("30 2 * * *").next(eve))
        .isEqualTo(LocalDateTime.of(2026, 3, 29, 3, 30).atZone(BERLIN));
  }

  @Test
  void timeThatAClockPassesTwice_comesOnce() {
    CronExpression cron = CronExpression.parse("30 2 * * *");
    ZonedDateTime first = cron.next(LocalDateTime.of(2026, 10, 24, 12, 0).atZone(BERLIN));

    assertThat(first.toLocalDateTime()).isEqualTo(LocalDateTime.of(2026, 10, 25, 2, 30));
    assertThat(cron.next(first)).isEqualTo(LocalDateTime.of(2026, 10, 26, 2, 30).atZone(BERLIN));
    assertThat(cron.next(first.withLaterOffsetAtOverlap().minusMinutes(10)))
        .isEqualTo(LocalDateTime.of(2026, 10, 26, 2, 30).atZone(BERLIN));
  }
}
