package dev.lading.server.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.UnusableFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrivateKeysTest {
  private static FileContent file(String text) {
    return new FileContent(Path.of("server.key"), text.getBytes(US_ASCII));
  }

  private static byte[] oldForm(KeyPair pair) throws IOException {
    return PrivateKeyInfo.getInstance(pair.getPrivate().getEncoded())
        .parsePrivateKey()
        .toASN1Primitive()
        .getEncoded();
  }

  @ParameterizedTest
  @ValueSource(strings = {"EC", "RSA"})
  void key_inPkcs8_isRead(String algorithm) {
    KeyPair pair = TestAuthority.keyPair(algorithm);
    String text =
        "some text: not of the key\n"
            + TestAuthority.pem("PRIVATE KEY", pair.getPrivate().getEncoded());
    assertThat(PrivateKeys.read(file(text))).isEqualTo(pair.getPrivate());
  }

  @Test
  void rsaKey_inPkcs1_isRead() throws IOException {
    KeyPair pair = TestAuthority.keyPair("RSA");
    assertThat(PrivateKeys.read(file(TestAuthority.pem("RSA PRIVATE KEY", oldForm(pair)))))
        .isEqualTo(pair.getPrivate());
  }

  /** As {@code openssl ecparam -genkey} writes it: the curve stands in a block of its own, too. */
  @Test
  void ecKey_inSec1_isRead() {
    String text =
        """
        -----BEGIN EC PARAMETERS-----
        BggqhkjOPQMBBw==
        -----END EC PARAMETERS-----
        -----BEGIN EC PRIVATE KEY-----
        MHcCAQEEIBGpHQ3K8EI3gWoYbZEzm7W7VZeb39y+VEbXSq9KAdLgoAoGCCqGSM49
        AwEHoUQDQgAEq4fFPabILYjyTYdc+D+77S1mQ0BWBoRXE/pr9Gi9wK9HWM+EOrKN
        aWot3t0YNpunFLTyz2z6jx7ixw31jA54xw==
        -----END EC PRIVATE KEY-----
        """;
    assertThat(PrivateKeys.read(file(text)).getAlgorithm()).isEqualTo("EC");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n"
            + "-----END RSA PRIVATE KEY-----"
      })
  void encryptedKey_isRefused_withTheWayOut(String text) {
    assertThatThrownBy(() -> PrivateKeys.read(file("\n" + text)))
        .isInstanceOf(UnusableFile.class)
        .hasMessageContaining("server.key:2: ")
        .hasMessageContaining("openssl pkey");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-----BEGIN PRIVATE KEY-----\nAAAA",
        "-----BEGIN PRIVATE KEY-----\n!!!\n-----END PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\nMAA=\n-----END RSA PRIVATE KEY-----",
        "-----BEGIN EC PRIVATE KEY-----\nMAA=\n-----END EC PRIVATE KEY-----",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----",
      })
  void whatIsNoKey_isRefused(String text) {
    assertThatThrownBy(() -> PrivateKeys.read(file(text))).isInstanceOf(UnusableFile.class);
  }

  @Test
  void keysOfOtherKinds_andSecondKeys_areRefused() {
    String key =
        TestAuthority.pem("PRIVATE KEY", TestAuthority.keyPair("EC").getPrivate().getEncoded());
    String other =
        TestAuthority.pem(
            "PRIVATE KEY", TestAuthority.keyPair("Ed25519").getPrivate().getEncoded());
    assertThatThrownBy(() -> PrivateKeys.read(file(key + key))).hasMessageContaining("a second");
    assertThatThrownBy(() -> PrivateKeys.read(file(other))).hasMessageContaining("RSA or EC");
  }
}
