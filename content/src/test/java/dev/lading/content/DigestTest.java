package dev.lading.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lading.content.ContentException.DigestFault;
import dev.lading.content.ContentException.DigestInvalid;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
  private static final String A64 = "a".repeat(64);
  private static final String A128 = "a".repeat(128);

  /** FIPS 180-4's own examples. */
  @Test
  void of_theBytesAbc_isThePublishedHash() {
    assertThat(Digest.of(Algorithm.SHA256, "abc".getBytes(UTF_8)))
        .hasToString("sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(Digest.of(Algorithm.SHA512, "abc".getBytes(UTF_8)))
        .hasToString(
            "sha512:ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
  }

  @Test
  void parse_ofWhatToStringWrote_isTheSameDigest() {
    for (Algorithm algorithm : Algorithm.values()) {
      Digest digest = Digest.of(algorithm, new byte[] {1, 2, 3});
      assertThat(Digest.parse(digest.toString())).isEqualTo(digest);
    }
  }

  @ParameterizedTest
  @MethodSource
  void parse_ofNoDigest_isMalformed(String text) {
    DigestInvalid thrown = catchThrowableOfType(DigestInvalid.class, () -> Digest.parse(text));
    assertThat(thrown.fault()).isEqualTo(DigestFault.MALFORMED);
  }

  static Stream<String> parse_ofNoDigest_isMalformed() {
    return Stream.of(
        "",
        ":",
        "sha256",
        "sha256:",
        ":" + A64,
        "sha256:baddigeststring",
        "sha256:" + "a".repeat(63),
        "sha256:" + "a".repeat(65),
        "sha256:" + A128,
        "sha512:" + A64,
        "sha256:" + "A".repeat(64),
        "sha256:" + "g".repeat(64),
        "sha256:" + "a".repeat(63) + "/",
        "sha256:../../../../etc/passwd",
        "SHA256:" + A64,
        "sha256 :" + A64,
        " sha256:" + A64,
        "sha256:" + A64 + "\n",
        "sha256:sha256:" + A64,
        "+sha256:" + A64,
        "sha256+:" + A64,
        "sha..256:" + A64,
        "sha256:" + "\u0661".repeat(64),
        "md5:" + "a".repeat(300),
        "a/b:" + A64);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "md5:d41d8cd98f00b204e9800998ecf8427e",
        "sha384:aaaa",
        "blake3:aaaa",
        "sha256+b64u:LCa0a2j_xo_5m0U8HTBBNBNCLXBkg7-g-YpeiGJm564",
        "multihash+base58:QmRZxt2b1FVZPNqd8hsiykDL3TdBDeTSPX9Kv46HmX4Gx8"
      })
  void parse_ofAnotherAlgorithm_isUnsupported(String text) {
    DigestInvalid thrown = catchThrowableOfType(DigestInvalid.class, () -> Digest.parse(text));
    assertThat(thrown.fault()).isEqualTo(DigestFault.UNSUPPORTED);
  }

  @Test
  void parse_ofAVeryLongText_quotesOnlyItsBeginning() {
    DigestInvalid thrown =
        catchThrowableOfType(DigestInvalid.class, () -> Digest.parse("x".repeat(1_000_000)));
    assertThat(thrown.getMessage()).hasSizeLessThan(400);
  }

  @Test
  void finish_ofARunningHash_resetsIt() {
    MessageDigest hash = Algorithm.SHA256.newDigest();
    hash.update((byte) 1);
    Digest first = Digest.finish(Algorithm.SHA256, hash);
    hash.update((byte) 1);
    assertThat(Digest.finish(Algorithm.SHA256, hash)).isEqualTo(first);
  }

  @Test
  void matches_itsOwnBytesOnly() {
    Digest digest = Digest.of(Algorithm.SHA512, new byte[] {1});
    assertThat(digest.matches(new byte[] {1})).isTrue();
    assertThat(digest.matches(new byte[] {2})).isFalse();
    assertThat(digest.matches(new byte[0])).isFalse();
  }

  @Test
  void equals_thatOfTheSameBytesOnly() {
    Digest digest = Digest.parse("sha256:" + A64);
    assertThat(digest)
        .isEqualTo(Digest.parse("sha256:" + A64))
        .hasSameHashCodeAs(Digest.parse("sha256:" + A64))
        .isNotEqualTo(Digest.parse("sha256:" + "b" + A64.substring(1)))
        .isNotEqualTo(Digest.parse("sha512:" + A128))
        .isNotEqualTo(digest.toString());
  }

  @Test
  void compareTo_putsSha256First_thenByteOrder() {
    Digest low = Digest.parse("sha256:" + "0".repeat(64));
    Digest high = Digest.parse("sha256:" + "f".repeat(64));
    Digest other = Digest.parse("sha512:" + "0".repeat(128));
    assertThat(Stream.of(other, high, low).sorted()).isEqualTo(List.of(low, high, other));
  }
}
