package dev.lading.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] SECRET = "a secret".getBytes(UTF_8);

  private final Seal seal = Seal.of(master('m'), "purpose", RANDOM);

  @Test
  void sealed_isOpenedByTheSameKeyPurposeAndContext() {
    byte[] sealed = seal.seal(SECRET, "context");

    assertThat(Seal.of(master('m'), "purpose", RANDOM).open(sealed, "context"))
        .hasValueSatisfying(opened -> assertThat(opened).isEqualTo(SECRET));
  }

  @Test
  void sealed_isNotOpenedByAnythingElse() {
    byte[] sealed = seal.seal(SECRET, "context");

    assertThat(seal.open(sealed, "another")).isEmpty();
    assertThat(Seal.of(master('m'), "another", RANDOM).open(sealed, "context")).isEmpty();
    assertThat(Seal.of(master('n'), "purpose", RANDOM).open(sealed, "context")).isEmpty();
  }

  @Test
  void sealed_twice_isNeverTheSame() {
    assertThat(seal.seal(SECRET, "context")).isNotEqualTo(seal.seal(SECRET, "context"));
  }

  @Test
  void sealed_nothing_isOpenedAsNothing() {
    assertThat(seal.open(seal.seal(new byte[0], ""), ""))
        .hasValueSatisfying(opened -> assertThat(opened).isEmpty());
  }

  @Test
  void damaged_anyByteOrLength_isNotOpened() {
    byte[] sealed = seal.seal(SECRET, "context");

    for (int i = 0; i < sealed.length; i++) {
      byte[] damaged = sealed.clone();
      damaged[i] ^= 1;
      assertThat(seal.open(damaged, "context")).isEmpty();
      assertThat(seal.open(Arrays.copyOf(sealed, i), "context")).isEmpty();
    }
    assertThat(seal.open(Arrays.copyOf(sealed, sealed.length + 1), "context")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 16, 24, 31, 33, 64})
  void master_ofAnotherLength_isRefused(int length) {
    SecretKey master = new SecretKeySpec(new byte[length], "AES");

    assertThatIllegalArgumentException().isThrownBy(() -> Seal.of(master, "purpose", RANDOM));
  }

  private static SecretKey master(char fill) {
    return new SecretKeySpec(String.valueOf(fill).repeat(32).getBytes(UTF_8), "AES");
  }
}
