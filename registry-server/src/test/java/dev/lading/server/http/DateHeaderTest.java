package dev.lading.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class DateHeaderTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final DateHeader date = new DateHeader(now::get);

  @Test
  void value_isTheExampleOfRfc9110() {
    now.set(Instant.parse("1994-11-06T08:49:37.999Z"));
    assertThat(date.value()).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
  }

  @Test
  void value_goesWithTheClock() {
    assertThat(date.value()).isEqualTo("Thu, 01 Jan 1970 00:00:00 GMT");
    now.set(Instant.ofEpochSecond(1));
    assertThat(date.value()).isEqualTo("Thu, 01 Jan 1970 00:00:01 GMT");
  }

  @Test
  void value_isEnglish_whateverTheLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.JAPAN);
      assertThat(new DateHeader(now::get).value()).startsWith("Thu, 01 Jan");
    } finally {
      Locale.setDefault(before);
    }
  }
}
