package dev.lading.runtime.registry.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.runtime.registry.http.JsonDocument;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'token':'t' | 50",
        "'access_token':'t' | 50",
        "'token':'t','access_token':'u','expires_in':300 | 290",
        "'token':'t','expires_in':10 | 50",
        "'token':'t','expires_in':-5 | 50",
        "'token':'t','expires_in':300,'issued_at':'2026-11-21T11:59:00Z' | 230",
        "'token':'t','expires_in':300,'issued_at':'2026-11-21T12:59:00+01:00' | 230",
        "'token':'t','expires_in':300,'issued_at':'2026-11-21T11:00:00Z' | 290",
        "'token':'t','expires_in':300,'issued_at':'2026-11-21T13:00:00Z' | 290",
        "'token':'t','expires_in':300,'issued_at':'yesterday' | 290",
        "'token':'t','expires_in':99999999999 | 86390",
      })
  void until_isWhatServerAndClockAgreeOn(String fields, long seconds) {
    assertThat(read(fields).map(Token::until)).contains(NOW.plus(Duration.ofSeconds(seconds)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'other':'t'", "'token':''", "'token':'a b'", "'token':'a\\r\\nb'"})
  void token_thatFitsNoHeader_isNone(String fields) {
    assertThat(read(fields)).isEmpty();
  }

  @Test
  void toString_doesNotTellTheToken() {
    assertThat(read("'token':'secret'").orElseThrow().toString()).doesNotContain("secret");
  }

  private static Optional<Token> read(String fields) {
    byte[] json = ("{" + fields.replace('\'', '"') + "}").getBytes(StandardCharsets.UTF_8);
    return JsonDocument.object(json)
        .flatMap(answer -> Token.of(answer, Clock.fixed(NOW, ZoneOffset.UTC)));
  }
}
