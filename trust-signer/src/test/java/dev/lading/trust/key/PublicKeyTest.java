package dev.lading.trust.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.trust.TrustException.KeyInvalid;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PublicKeyTest {
  private static final byte[] MESSAGE = "message".getBytes(StandardCharsets.UTF_8);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final BigInteger P256_ORDER =
      new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

  @ParameterizedTest
  @EnumSource(names = {"ECDSA", "RSA", "ED25519"})
  void key_thatWasGenerated_signsAndSurvivesPkcs8(KeyType type) {
    PrivateKey made = PrivateKey.generate(type, RANDOM);
    PrivateKey read = PrivateKey.ofPkcs8(made.pkcs8());

    byte[] signature = read.sign(MESSAGE);

    assertThat(read.publicKey()).isEqualTo(made.publicKey());
    assertThat(made.publicKey().keyType()).contains(type);
    assertThat(made.publicKey().verifies(made.method(), MESSAGE, signature)).isTrue();
    assertThat(made.publicKey().verifies(made.method(), new byte[1], signature)).isFalse();
    assertThat(made.toString()).doesNotContain(new BigInteger(made.pkcs8()).toString(16));
  }

  @ParameterizedTest
  @CsvSource({"secp224r1,28", "secp256r1,32", "secp384r1,48", "secp521r1,66"})
  void key_onEveryCurve_verifiesSignaturesOfItsLengthOnly(String curve, int numberLength)
      throws GeneralSecurityException {
    BouncyCastleProvider provider = new BouncyCastleProvider();
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC", provider);
    generator.initialize(new ECGenParameterSpec(curve), RANDOM);
    KeyPair pair = generator.generateKeyPair();
    Signature signer = Signature.getInstance("SHA256withPLAIN-ECDSA", provider);
    signer.initSign(pair.getPrivate());
    signer.update(MESSAGE);
    byte[] signature = signer.sign();
    PublicKey key = PublicKey.of(KeyType.ECDSA, pair.getPublic().getEncoded());

    assertThat(signature).hasSize(2 * numberLength);
    assertThat(ecdsa(key, signature)).isTrue();
    assertThat(ecdsa(key, Arrays.copyOf(signature, signature.length + 1))).isFalse();
    assertThat(ecdsa(key, Arrays.copyOf(signature, signature.length + 2))).isFalse();
    assertThat(ecdsa(key, Arrays.copyOf(signature, signature.length - 2))).isFalse();
    assertThat(ecdsa(key, withLeadingZeros(signature))).isFalse();
    assertThat(ecdsa(key, new byte[0])).isFalse();
    assertThat(ecdsa(key, new byte[signature.length])).isFalse();
  }

  static Stream<Arguments> numbersThatAreNoSignature() {
    BigInteger one = BigInteger.ONE;
    BigInteger largest = BigInteger.TWO.pow(256).subtract(one);
    return Stream.of(
        Arguments.of(BigInteger.ZERO, one),
        Arguments.of(one, BigInteger.ZERO),
        Arguments.of(BigInteger.ZERO, BigInteger.ZERO),
        Arguments.of(P256_ORDER, one),
        Arguments.of(one, P256_ORDER),
        Arguments.of(P256_ORDER, BigInteger.ZERO),
        Arguments.of(P256_ORDER.add(one), one),
        Arguments.of(P256_ORDER.subtract(one), one),
        Arguments.of(largest, largest));
  }

  @ParameterizedTest
  @MethodSource("numbersThatAreNoSignature")
  void ecdsa_ofNumbersOutOfRange_doesNotVerify(BigInteger r, BigInteger s) {
    PublicKey key = PrivateKey.generate(KeyType.ECDSA, RANDOM).publicKey();

    assertThat(ecdsa(key, numbers(r, s))).isFalse();
  }

  @Test
  void ecdsa_withNumbersBeyondTheOrder_isNoSecondFormOfASignature() {
    PrivateKey key = PrivateKey.generate(KeyType.ECDSA, RANDOM);
    byte[] signature = key.sign(MESSAGE);
    BigInteger r = new BigInteger(1, Arrays.copyOf(signature, 32));
    BigInteger s = new BigInteger(1, Arrays.copyOfRange(signature, 32, 64));

    assertThat(ecdsa(key.publicKey(), numbers(r, s))).isTrue();
    assertThat(ecdsa(key.publicKey(), numbers(s, r))).isFalse();
    assertThat(ecdsa(key.publicKey(), numbers(r, s.add(BigInteger.ONE)))).isFalse();
  }

  @Test
  void ecdsa_inDer_doesNotVerify() throws GeneralSecurityException {
    PrivateKey key = PrivateKey.generate(KeyType.ECDSA, RANDOM);
    Signature signer = Signature.getInstance("SHA256withECDSA");
    signer.initSign(key.secret());
    signer.update(MESSAGE);

    assertThat(ecdsa(key.publicKey(), signer.sign())).isFalse();
  }

  @Test
  void rsa_inPkcs1_verifiesToo() throws GeneralSecurityException {
    PrivateKey key = PrivateKey.generate(KeyType.RSA, RANDOM);
    Signature signer = Signature.getInstance("SHA256withRSA");
    signer.initSign(key.secret());
    signer.update(MESSAGE);
    byte[] signature = signer.sign();

    assertThat(key.publicKey().verifies(SignatureMethod.RSA_PKCS1, MESSAGE, signature)).isTrue();
    assertThat(key.publicKey().verifies(SignatureMethod.RSA_PSS, MESSAGE, signature)).isFalse();
  }

  @Test
  void rsa_ofLessThan2048Bits_verifiesNothing() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2040, RANDOM);
    KeyPair pair = generator.generateKeyPair();
    PrivateKey key = PrivateKey.ofPkcs8(pair.getPrivate().getEncoded());

    assertThat(key.publicKey().verifies(SignatureMethod.RSA_PSS, MESSAGE, key.sign(MESSAGE)))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "ECDSA, RSA_PSS",
    "ECDSA, EDDSA",
    "RSA, ECDSA",
    "RSA, EDDSA",
    "ED25519, ECDSA",
    "ED25519, RSA_PKCS1"
  })
  void key_ofOneType_verifiesNoOthersMethod(KeyType type, SignatureMethod method) {
    PrivateKey key = PrivateKey.generate(type, RANDOM);

    assertThat(key.publicKey().verifies(method, MESSAGE, key.sign(MESSAGE))).isFalse();
  }

  @Test
  void key_relabelledAsAnotherType_hasAnotherIdAndVerifiesNothing() {
    PrivateKey key = PrivateKey.generate(KeyType.ECDSA, RANDOM);
    PublicKey relabelled = PublicKey.of(KeyType.RSA, key.publicKey().bytes());

    assertThat(relabelled.id()).isNotEqualTo(key.publicKey().id());
    assertThat(relabelled.verifies(SignatureMethod.RSA_PSS, MESSAGE, key.sign(MESSAGE))).isFalse();
    assertThat(relabelled.verifies(SignatureMethod.ECDSA, MESSAGE, key.sign(MESSAGE))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ecdsa", "ecdsa-x509", "rsa", "rsa-x509", "ed25519", "dsa", "ECDSA", ""})
  void key_ofNonsense_canBeNamedAndVerifiesNothing(String type) {
    PublicKey key = PublicKey.of(type, "bm9uc2Vuc2U=");

    assertThat(key.id().hex()).hasSize(64);
    for (SignatureMethod method : SignatureMethod.values()) {
      assertThat(key.verifies(method, MESSAGE, new byte[64])).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a===", "YQ", "YR==", "YQ==\n", "_-8=", "Y Q="})
  void key_inBase64OfAnotherForm_isRefused(String encoded) {
    assertThatThrownBy(() -> PublicKey.of("ecdsa", encoded)).isInstanceOf(KeyInvalid.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "0123456789abcdef"})
  void keyId_ofAnotherForm_isRefused(String hex) {
    assertThatThrownBy(() -> new KeyId(hex)).isInstanceOf(KeyInvalid.class);
    assertThatThrownBy(() -> new KeyId("A".repeat(64))).isInstanceOf(KeyInvalid.class);
  }

  @Test
  void privateKey_ofNonsense_isRefused() {
    assertThatThrownBy(() -> PrivateKey.ofPkcs8(new byte[0])).isInstanceOf(KeyInvalid.class);
    assertThatThrownBy(() -> PrivateKey.ofPkcs8(MESSAGE)).isInstanceOf(KeyInvalid.class);
  }

  private static boolean ecdsa(PublicKey key, byte[] signature) {
    return key.verifies(SignatureMethod.ECDSA, MESSAGE, signature);
  }

  private static byte[] numbers(BigInteger r, BigInteger s) {
    byte[] signature = new byte[64];
    put(r, signature, 32);
    put(s, signature, 64);
    return signature;
  }

  private static void put(BigInteger number, byte[] into, int end) {
    byte[] bytes = number.toByteArray();
    int length = Math.min(bytes.length, 32);
    System.arraycopy(bytes, bytes.length - length, into, end - length, length);
  }

  private static byte[] withLeadingZeros(byte[] signature) {
    int half = signature.length / 2;
    byte[] longer = new byte[signature.length + 2];
    System.arraycopy(signature, 0, longer, 1, half);
    System.arraycopy(signature, half, longer, half + 2, half);
    return longer;
  }
}
