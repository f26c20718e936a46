package dev.lading.runtime.keys;

import dev.lading.runtime.keys.UnusableKey.Fault;
import dev.lading.trust.key.CertificatePem;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PublicKey;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.jspecify.annotations.Nullable;

/** The public key of a signer in PEM, as {@code docker trust key generate} writes it. */
public final class PublicKeyFile {
  private static final int LIMIT_BYTES = 64 * 1024;
  private static final int LINE = 64;

  private PublicKeyFile() {}

  /**
   * A {@code PUBLIC KEY} or a {@code CERTIFICATE}.
   *
   * @throws UnusableKey when it is neither
   */
  public static PublicKey read(Path file) {
    try (var in = Files.newInputStream(file);
        var pem =
            new PemReader(
                new StringReader(
                    new String(in.readNBytes(LIMIT_BYTES), StandardCharsets.ISO_8859_1)))) {
      return key(pem.readPemObject());
    } catch (IOException e) {
      throw new UnusableKey(Fault.UNREADABLE, file.toString(), "cannot be read", e);
    } catch (RuntimeException e) {
      // Bouncy Castle throws as it likes, and all of it means the same.
      throw new UnusableKey(Fault.FORM, file.toString(), "holds no public key of a signer", e);
    }
  }

  /** With the role in clear above it, as docker does. */
  public static byte[] write(String role, PublicKey key) {
    byte[] der = key.bytes();
    String text =
        "-----BEGIN PUBLIC KEY-----\nrole: "
            + role
            + "\n\n"
            + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static PublicKey key(@Nullable PemObject pem) throws IOException {
    if (pem == null) {
      throw new IllegalArgumentException("not PEM");
    }
    return switch (pem.getType()) {
      case "PUBLIC KEY" -> plain(SubjectPublicKeyInfo.getInstance(pem.getContent()));
      case "CERTIFICATE" -> certified(new X509CertificateHolder(pem.getContent()));
      default -> throw new IllegalArgumentException(pem.getType());
    };
  }

  private static PublicKey plain(SubjectPublicKeyInfo info) throws IOException {
    KeyType type = type(info);
    return PublicKey.of(
        type, type == KeyType.ED25519 ? info.getPublicKeyData().getOctets() : info.getEncoded());
  }

  private static PublicKey certified(X509CertificateHolder certificate) {
    KeyType type =
        type(certificate.getSubjectPublicKeyInfo())
            .certificate()
            .orElseThrow(IllegalArgumentException::new);
    return PublicKey.of(type, CertificatePem.write(List.of(certificate)));
  }

  private static KeyType type(SubjectPublicKeyInfo info) {
    ASN1ObjectIdentifier algorithm = info.getAlgorithm().getAlgorithm();
    if (algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey)) {
      return KeyType.ECDSA;
    }
    if (algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)) {
      return KeyType.RSA;
    }
    if (algorithm.equals(EdECObjectIdentifiers.id_Ed25519)) {
      return KeyType.ED25519;
    }
    throw new IllegalArgumentException("a key that signs no metadata");
  }
}
