package dev.lading.trust.certificate;

import static dev.lading.trust.certificate.TestCertificates.EC;
import static dev.lading.trust.certificate.TestCertificates.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.trust.Author;
import dev.lading.trust.Gun;
import dev.lading.trust.TrustException.KeyInvalid;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PrivateKey;
import dev.lading.trust.key.PublicKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RootCertificateTest {
  private static final Instant NOW = Author.NOW;
  private static final Duration YEAR = Duration.ofDays(365);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Gun GUN = Gun.parse("reg.example.com:5000/team/app");

  @ParameterizedTest
  @EnumSource(names = {"ECDSA", "RSA"})
  void certificate_thatWasIssued_isWhatNotaryMakes(KeyType type) {
    PrivateKey key = PrivateKey.generate(type, RANDOM);

    PublicKey issued = CertificateIssue.selfSigned(key, GUN, NOW, RANDOM);

    RootCertificate certificate = RootCertificate.of(issued);
    X509CertificateHolder leaf = certificate.leaf();
    assertThat(issued.keyType()).isEqualTo(type.certificate());
    assertThat(issued.plain()).isEqualTo(key.publicKey());
    assertThat(issued.canonicalId()).isEqualTo(key.publicKey().id());
    assertThat(issued.verifies(key.method(), new byte[3], key.sign(new byte[3]))).isTrue();
    assertThat(certificate.commonName()).contains(GUN.toString());
    assertThat(certificate.weakness()).isEmpty();
    assertThat(certificate.intermediates()).isEmpty();
    assertThat(leaf.getNotBefore().toInstant()).isEqualTo(NOW);
    assertThat(leaf.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(3650)));
    assertThat(leaf.getSerialNumber()).isPositive();
    assertThat(KeyUsage.fromExtensions(leaf.getExtensions()))
        .isEqualTo(new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyEncipherment));
    assertThat(
            ExtendedKeyUsage.fromExtensions(leaf.getExtensions())
                .hasKeyPurposeId(KeyPurposeId.id_kp_codeSigning))
        .isTrue();
  }

  @Test
  void certificate_ofAKeyThatNotaryPutsIntoNone_isNotIssued() {
    PrivateKey key = PrivateKey.generate(KeyType.ED25519, RANDOM);

    assertThatThrownBy(() -> CertificateIssue.selfSigned(key, GUN, NOW, RANDOM))
        .isInstanceOf(KeyInvalid.class);
  }

  @Test
  void certificate_forANameOfMoreThan64Characters_isIssuedAndRead() {
    Gun gun = Gun.parse("registry.department.example.com:5000/" + "a".repeat(200));
    PrivateKey key = PrivateKey.generate(KeyType.ECDSA, RANDOM);

    RootCertificate certificate =
        RootCertificate.of(CertificateIssue.selfSigned(key, gun, NOW, RANDOM));

    assertThat(certificate.names(gun)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "CN=reg.example.com:5000/team/app,             true",
    "CN=reg.example.com:5000/team/*,               true",
    "CN=reg.example.com:5000/t*,                   true",
    "CN=reg.example.com:5000/team/app**,           true",
    "CN=*,                                         true",
    "CN=reg.example.com:5000/team/app2,            false",
    "CN=reg.example.com:5000/team/ap,              false",
    "CN=reg.example.com:5000/Team/app,             false",
    "CN=reg.example.com/team/app,                  false",
    "CN=*/team/app,                                false",
    "CN=reg.example.com:5000/other/*,              false",
    "O=reg.example.com:5000/team/app,              false",
    "'CN=other,CN=reg.example.com:5000/team/app',  false",
  })
  void certificate_namesARepository_byItsOnlyCommonName(String subject, boolean expected) {
    RootCertificate certificate = RootCertificate.of(key(EC.of(subject, NOW, YEAR, false)));

    assertThat(certificate.names(GUN)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S,    true",
    "PT24H,   true",
    "PT25H,   false",
    "P-365D,  true",
    "P-366D,  false",
  })
  void certificate_isCurrent_withADayOfLeewayAtItsBeginning(Duration from, boolean expected) {
    RootCertificate certificate =
        RootCertificate.of(key(EC.of("CN=x", NOW.plus(from), YEAR, false)));

    assertThat(certificate.isCurrent(NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "EC,  256,  SHA256withECDSA, ''",
    "EC,  521,  SHA512withECDSA, ''",
    "RSA, 2048, SHA256withRSA,   ''",
    "EC,  256,  SHA1withECDSA,   certificate with CN x uses invalid SHA1 signature algorithm",
    "RSA, 2048, SHA1withRSA,     certificate with CN x uses invalid SHA1 signature algorithm",
    "RSA, 2048, MD5withRSA,      certificate with CN x uses invalid SHA1 signature algorithm",
    "RSA, 1024, SHA256withRSA,   RSA bit length is too short",
  })
  void certificate_isWeak_byItsHashOrItsKey(
      String algorithm, int bits, String signature, String weakness) {
    X509CertificateHolder leaf =
        new TestCertificates(algorithm, bits, signature).of("CN=x", NOW, YEAR, false);

    assertThat(RootCertificate.of(key(leaf)).weakness().orElse("")).isEqualTo(weakness);
    assertThat(CertificateStrength.weakness(key(leaf)).orElse("")).isEqualTo(weakness);
  }

  @Test
  void certificate_thatEndsBeforeItBegins_isWeak() {
    X509CertificateHolder leaf = EC.of("CN=x", NOW, Duration.ofDays(-1), false);

    assertThat(RootCertificate.of(key(leaf)).weakness())
        .contains("certificate validity window is invalid");
  }

  @Test
  void keyWithoutCertificate_isNotWeak() {
    assertThat(CertificateStrength.weakness(Author.key().shown())).isEmpty();
  }

  @Test
  void certificate_withItsAuthoritiesBehindIt_isRead() {
    X509CertificateHolder leaf = EC.of("CN=x", NOW, YEAR, Optional.empty());
    X509CertificateHolder one = EC.of("CN=one", NOW, YEAR, true);
    X509CertificateHolder two = EC.of("CN=two", NOW, YEAR, true);

    RootCertificate certificate = RootCertificate.of(key(leaf, one, two));

    assertThat(certificate.leaf()).isEqualTo(leaf);
    assertThat(certificate.intermediates()).containsExactly(one, two);
  }

  @Test
  void certificates_inAnyOtherOrder_areNoRootKey() {
    X509CertificateHolder leaf = EC.of("CN=x", NOW, YEAR, false);
    X509CertificateHolder authority = EC.of("CN=one", NOW, YEAR, true);

    assertThatThrownBy(() -> RootCertificate.of(key(authority))).isInstanceOf(KeyInvalid.class);
    assertThatThrownBy(() -> RootCertificate.of(key(authority, leaf)))
        .isInstanceOf(KeyInvalid.class);
    assertThatThrownBy(() -> RootCertificate.of(key(leaf, leaf))).isInstanceOf(KeyInvalid.class);
    assertThatThrownBy(() -> RootCertificate.of(key(leaf, authority, leaf)))
        .isInstanceOf(KeyInvalid.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nYQ==\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nYQ==\n-----END PUBLIC KEY-----\n",
        "-----BEGIN PUBLIC KEY-----\nYQ==\n-----END PUBLIC KEY-----\n"
      })
  void pem_ofAnythingElse_isNoRootKey(String pem) {
    PublicKey key = PublicKey.of(KeyType.ECDSA_X509, pem.getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> RootCertificate.of(key)).isInstanceOf(KeyInvalid.class);
    assertThatThrownBy(key::canonicalId).isInstanceOf(KeyInvalid.class);
    assertThat(CertificateStrength.weakness(key)).isPresent();
  }

  @Test
  void pem_withTextAroundTheCertificates_isNoRootKey() {
    String pem = new String(key(EC.of("CN=x", NOW, YEAR, false)).bytes(), StandardCharsets.UTF_8);
    PublicKey key =
        PublicKey.of(KeyType.ECDSA_X509, ("subject=x\n" + pem).getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> RootCertificate.of(key)).isInstanceOf(KeyInvalid.class);
  }
}
