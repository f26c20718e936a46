package dev.lading.trust.key;

import dev.lading.trust.TrustException.KeyInvalid;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.cert.X509CertificateHolder;

/** Certificates one after the other in PEM, the form of a key of an {@code -x509} type. */
public final class CertificatePem {
  private static final Pattern BLOCK =
      Pattern.compile(
          "\\s*-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\\s]*)-----END CERTIFICATE-----\\s*");

  private CertificatePem() {}

  /**
   * At least one certificate.
   *
   * <p>DEVIATION: notary skips text around the certificates; it is refused here.
   *
   * @throws KeyInvalid when the bytes are anything else
   */
  public static List<X509CertificateHolder> read(byte[] pem) {
    String text = new String(pem, StandardCharsets.ISO_8859_1);
    List<X509CertificateHolder> certificates = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    int at = 0;
    while (at < text.length()) {
      block.region(at, text.length());
      if (!block.lookingAt()) {
        throw new KeyInvalid("not certificates in PEM");
      }
      certificates.add(certificate(block.group(1)));
      at = block.end();
    }
    if (certificates.isEmpty()) {
      throw new KeyInvalid("no certificate");
    }
    return certificates;
  }

  public static byte[] write(List<X509CertificateHolder> certificates) {
    StringBuilder pem = new StringBuilder();
    for (X509CertificateHolder certificate : certificates) {
      pem.append("-----BEGIN CERTIFICATE-----\n")
          .append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der(certificate)))
          .append("\n-----END CERTIFICATE-----\n");
    }
    return pem.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** The key of the first certificate. */
  static byte[] subjectPublicKeyInfo(byte[] pem) {
    try {
      return read(pem).getFirst().getSubjectPublicKeyInfo().getEncoded();
    } catch (IOException e) {
      throw new KeyInvalid("a certificate whose key cannot be encoded", e);
    }
  }

  private static X509CertificateHolder certificate(String base64) {
    try {
      X509CertificateHolder certificate =
          new X509CertificateHolder(Base64.getMimeDecoder().decode(base64));
      parseWhatIsReadLater(certificate);
      return certificate;
    } catch (IOException | RuntimeException e) {
      // Bouncy Castle throws as it likes, and all of it means the same.
      throw new KeyInvalid("not a certificate", e);
    }
  }

  /** What else would be looked at, and found broken, when it is first asked for. */
  private static void parseWhatIsReadLater(X509CertificateHolder certificate) throws IOException {
    for (RDN name : certificate.getSubject().getRDNs()) {
      name.getTypesAndValues();
    }
    BasicConstraints.fromExtensions(certificate.getExtensions());
    certificate.getNotBefore();
    certificate.getNotAfter();
    certificate.getSubjectPublicKeyInfo().getEncoded();
  }

  private static byte[] der(X509CertificateHolder certificate) {
    try {
      return certificate.getEncoded();
    } catch (IOException e) {
      throw new KeyInvalid("a certificate that cannot be encoded", e);
    }
  }
}
