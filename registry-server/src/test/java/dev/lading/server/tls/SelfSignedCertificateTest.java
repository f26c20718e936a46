package dev.lading.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.UnusableFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelfSignedCertificateTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  @TempDir private Path dir;

  private TlsMaterial material(Optional<String> host, Instant now) {
    TlsFiles files =
        new SelfSignedCertificate(dir.resolve("a/b"), host)
            .files(now, new SecureRandom(), List.of());
    return TlsMaterial.read(
        List.of(FileContent.read(files.certificate()), FileContent.read(files.key())));
  }

  private X509Certificate made(Optional<String> host, Instant now) {
    return material(host, now).chain().getFirst();
  }

  @Test
  void certificate_isForThisMachineAndTheHost_andSignsNoOther() throws Exception {
    X509Certificate made = made(Optional.of("hub.example"), NOW);
    assertThat(made.getSubjectAlternativeNames())
        .extracting(name -> (Object) name.get(1))
        .contains("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "hub.example");
    assertThat(made.getBasicConstraints()).isEqualTo(-1);
    assertThat(made.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    made.verify(made.getPublicKey());
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(dir.resolve("a/b/self-signed-key.pem"))))
        .isEqualTo("rw-------");
  }

  @Test
  void certificate_staysTheSame_untilItIsOfNoMoreUse() throws Exception {
    X509Certificate first = made(Optional.of("::1"), NOW);
    assertThat(made(Optional.of("::1"), NOW.plus(Duration.ofDays(600)))).isEqualTo(first);
    assertThat(made(Optional.empty(), NOW)).isEqualTo(first);
    X509Certificate second = made(Optional.of("hub.example"), NOW);
    assertThat(second).isNotEqualTo(first);
    X509Certificate third = made(Optional.of("hub.example"), NOW.plus(Duration.ofDays(720)));
    assertThat(third).isNotEqualTo(second);
    Files.writeString(dir.resolve("a/b/self-signed.crt"), "cut off");
    assertThat(made(Optional.empty(), NOW)).isNotEqualTo(third);
  }

  @Test
  void directory_thatCannotBe_isSaid() throws Exception {
    Files.writeString(dir.resolve("a"), "a file");
    assertThatThrownBy(() -> made(Optional.empty(), NOW)).isInstanceOf(UnusableFile.class);
  }

  @Test
  void validity_isWarnedOf() {
    TlsMaterial material = material(Optional.empty(), NOW);
    Instant end = material.chain().getFirst().getNotAfter().toInstant();
    assertThat(material.warning(NOW)).isEmpty();
    assertThat(material.warning(NOW.minus(Duration.ofDays(1))).orElseThrow())
        .contains("valid from");
    assertThat(material.warning(end.minus(Duration.ofDays(13))).orElseThrow()).contains("expires");
    assertThat(material.warning(end.plusSeconds(1)).orElseThrow()).contains("has expired");
  }
}
