package dev.lading.trust.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.trust.Vectors;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every signature that the real tools made. */
class RecordedSignaturesTest {
  record Recorded(String role, PublicKey key, String method, KeyId id, String message, String sig) {
    byte[] messageBytes() {
      return Base64.getDecoder().decode(message);
    }

    byte[] signature() {
      return Base64.getDecoder().decode(sig);
    }
  }

  static List<Recorded> recorded() {
    return Vectors.lines("verify-47.tsv").stream()
        .map(line -> line.split("\t", -1))
        .map(
            row ->
                new Recorded(
                    row[0],
                    PublicKey.of(row[1], row[3]),
                    row[2],
                    new KeyId(row[4]),
                    row[5],
                    row[6]))
        .toList();
  }

  @Test
  void recorded_areAll47() {
    assertThat(recorded()).hasSize(47);
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void signature_verifies(Recorded signature) {
    SignatureMethod method = SignatureMethod.find(signature.method()).orElseThrow();

    assertThat(signature.key().id()).isEqualTo(signature.id());
    assertThat(signature.key().verifies(method, signature.messageBytes(), signature.signature()))
        .isTrue();
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void signature_overAnotherMessage_doesNotVerify(Recorded signature) {
    SignatureMethod method = SignatureMethod.find(signature.method()).orElseThrow();
    byte[] message = signature.messageBytes();
    message[message.length / 2] ^= 1;

    assertThat(signature.key().verifies(method, message, signature.signature())).isFalse();
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void canonicalId_isThatOfThePlainKey(Recorded signature) {
    PublicKey key = signature.key();

    assertThat(key.canonicalId()).isEqualTo(key.plain().id());
    assertThat(key.canonicalId().equals(key.id()))
        .isEqualTo(!key.keyType().orElseThrow().isCertificate());
  }
}
