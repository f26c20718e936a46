package dev.lading.auth.password;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The hashes are made elsewhere: {@code htpasswd -nbB -C 5 USER PASSWORD} of Apache 2.4, and {@code
 * perl -e 'print crypt("secret", "$2a$05$abcdefghijklmnopqrstuu")'} of libxcrypt.
 */
class BcryptHashTest {
  @ParameterizedTest
  @CsvSource({
    "correct horse, $2y$05$C2gRI2ONiPb0wgg7ZiQ3lOP9BMkGO1GalySS2AxUAIkf1NkUWEOUi",
    "pässwörd,      $2y$05$urIg/fOOUjGlhD38KDwXXu5XigmQQ.9uYGTS69M8kue.e2rMfc.gu",
    "secret,        $2a$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a",
    "secret,        $2b$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a",
  })
  void matches_ofTheRightPassword_isTrue(String password, String text) {
    BcryptHash hash = new BcryptHash(text);
    assertThat(hash.matches(password.getBytes(UTF_8))).isTrue();
    assertThat(hash.matches((password + "!").getBytes(UTF_8))).isFalse();
    assertThat(hash.matches(password.toUpperCase(Locale.ROOT).getBytes(UTF_8))).isFalse();
    assertThat(hash.matches(new byte[0])).isFalse();
    assertThat(hash.cost()).isEqualTo(5);
  }

  /** libxcrypt and Go read salts with bits in them that no byte needs. */
  @Test
  void matches_ofAHashWithStrayBits_isTrue() {
    var hash = new BcryptHash("$2a$05$abcdefghijklmnopqrstuvOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0b");
    assertThat(hash.matches("secret".getBytes(UTF_8))).isTrue();
    assertThat(hash.text())
        .isEqualTo("$2a$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a");
  }

  /** Made of 80 times x. */
  @Test
  void matches_looksAt72Bytes() {
    var hash = new BcryptHash("$2y$05$SjoMoCxw4Nu2WJhwvyydv.UoY1TvkEgq1pSWNfbacJQR872v0wYNS");
    assertThat(hash.matches("x".repeat(80).getBytes(UTF_8))).isTrue();
    assertThat(hash.matches("x".repeat(72).getBytes(UTF_8))).isTrue();
    assertThat(hash.matches("x".repeat(10_000).getBytes(UTF_8))).isTrue();
    assertThat(hash.matches("x".repeat(71).getBytes(UTF_8))).isFalse();
  }

  @Test
  void of_makesWhatMatches() {
    byte[] password = "x".repeat(72).getBytes(UTF_8);
    BcryptHash hash = BcryptHash.of(password, "sixteen bytes ok".getBytes(UTF_8), 4);
    assertThat(hash.text()).startsWith("$2y$04$");
    assertThat(hash.matches(password)).isTrue();
  }

  @Test
  void decoy_costsWhatItSaysAndMatchesNothing() {
    BcryptHash decoy = BcryptHash.decoy(4);
    assertThat(decoy.cost()).isEqualTo(4);
    assertThat(decoy.matches("secret".getBytes(UTF_8))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "secret",
        "$2x$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a",
        "$2$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a",
        "$2y$5$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a",
        "$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0",
        "$2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0aa",
        "$2y$05$abcdefghijklmnopqrstu+OQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a",
        "$2y$\u0660\u0665$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a",
        " $2y$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a"
      })
  void find_ofAnythingElse_isNoHash(String text) {
    assertThat(BcryptHash.find(text)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> new BcryptHash(text));
  }

  @Test
  void toString_hidesTheHash() {
    assertThat(new BcryptHash("$2y$05$C2gRI2ONiPb0wgg7ZiQ3lOP9BMkGO1GalySS2AxUAIkf1NkUWEOUi"))
        .hasToString("$2y$5$***");
  }
}
