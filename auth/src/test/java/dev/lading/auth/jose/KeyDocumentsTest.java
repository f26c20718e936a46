package dev.lading.auth.jose;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.auth.jose.JoseException.KeysInvalid;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyDocumentsTest {

  @ParameterizedTest
  @EnumSource
  void keySet_written_isReadAgain(TokenAlgorithm algorithm) throws Exception {
    TrustedKey key = new TrustedKey("a", TestKey.of(algorithm).key(), Optional.of(algorithm));

    assertThat(KeyDocuments.keySet(KeyDocuments.keySet(List.of(key)))).containsExactly(key);
  }

  @Test
  void keySet_ofKeysForOtherPurposes_passesThemOver() throws Exception {
    TestKey key = TestKey.of(TokenAlgorithm.ES256);
    String set =
        "{\"keys\":[%s,%s,%s,%s,%s],\"more\":1}"
            .formatted(
                key.jwk(",\"use\":\"enc\""),
                "{\"kty\":\"new\"}",
                "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AAAA\"}",
                TestKey.of(TokenAlgorithm.RS256).jwk(",\"alg\":\"RSA-OAEP\""),
                key.jwk(",\"kid\":\"good\",\"use\":\"sig\""));

    assertThat(KeyDocuments.keySet(set.getBytes(UTF_8)))
        .extracting(TrustedKey::id)
        .containsExactly("good");
  }

  @Test
  void keySet_ofShortRsaKey_hasNone() throws Exception {
    TestKey weak = new TestKey(TokenAlgorithm.RS256, TestKey.rsa(1024).generateKeyPair());

    assertThatThrownBy(() -> KeyDocuments.keySet(set(weak.jwk(""))))
        .isInstanceOf(KeysInvalid.class);
  }

  @Test
  void keySet_withSymmetricKey_isRefusedWhole() throws Exception {
    String good = TestKey.of(TokenAlgorithm.ES256).jwk("");

    assertThatThrownBy(() -> KeyDocuments.keySet(set(good + ",{\"kty\":\"oct\",\"k\":\"AAAA\"}")))
        .isInstanceOf(KeysInvalid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[]}", "{\"keys\":[],\"keys\":[]}"})
  void keySet_thatIsNone_isRefused(String text) {
    assertThatThrownBy(() -> KeyDocuments.keySet(text.getBytes(UTF_8)))
        .isInstanceOf(KeysInvalid.class);
  }

  @Test
  void certificates_ofBundle_areReadInOrderAndOtherThingsPassedOver() throws Exception {
    TestKey first = TestKey.of(TokenAlgorithm.ES256);
    TestKey second = TestKey.of(TokenAlgorithm.RS256);
    String pem =
        "a comment\n"
            + pem("CERTIFICATE", first.selfSigned().getEncoded())
            + pem("PUBLIC KEY", first.key().getEncoded())
            + pem("CERTIFICATE", second.selfSigned().getEncoded());

    assertThat(KeyDocuments.certificates(pem))
        .extracting(c -> KeyIds.thumbprint(c.getPublicKey()))
        .containsExactly(first.kid(), second.kid());
  }

  @Test
  void certificates_ofFileWithoutOne_areRefused() {
    assertThatThrownBy(() -> KeyDocuments.certificates("nothing")).isInstanceOf(KeysInvalid.class);
    assertThatThrownBy(() -> KeyDocuments.certificates(pem("CERTIFICATE", new byte[] {1, 2, 3})))
        .isInstanceOf(KeysInvalid.class);
  }

  private static byte[] set(String keys) {
    return ("{\"keys\":[" + keys + "]}").getBytes(UTF_8);
  }

  private static String pem(String type, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(type, Base64.getMimeEncoder().encodeToString(der), type);
  }
}
