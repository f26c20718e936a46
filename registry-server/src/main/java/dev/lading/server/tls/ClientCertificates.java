package dev.lading.server.tls;

import dev.lading.server.exchange.ClientCertificate;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;

/** Reads out of a certificate that was verified whom it names. */
public final class ClientCertificates {
  private static final int LONGEST_NAME = 255;

  private ClientCertificates() {}

  /**
   * What the certificate says. Names that cannot be one, for they are empty, longer than 255
   * letters, or have control characters in them, are passed over; of several common names none is
   * taken.
   *
   * @return empty when the certificate is not well-formed
   */
  public static Optional<ClientCertificate> read(X509Certificate certificate) {
    try {
      X500Name subject = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded());
      List<String> commonNames = values(subject, BCStyle.CN);
      return Optional.of(
          new ClientCertificate(
              commonNames.size() == 1 ? names(commonNames).findFirst() : Optional.empty(),
              names(values(subject, BCStyle.OU)).toList(),
              alternatives(certificate, GeneralName.uniformResourceIdentifier),
              alternatives(certificate, GeneralName.dNSName),
              alternatives(certificate, GeneralName.rfc822Name),
              fingerprint(certificate),
              certificate.getNotAfter().toInstant()));
    } catch (CertificateParsingException | CertificateEncodingException _) {
      return Optional.empty();
    }
  }

  private static List<String> values(X500Name subject, ASN1ObjectIdentifier type) {
    return Arrays.stream(subject.getRDNs(type))
        .flatMap(rdn -> Arrays.stream(rdn.getTypesAndValues()))
        .filter(attribute -> attribute.getType().equals(type))
        .map(attribute -> attribute.getValue() instanceof ASN1String text ? text.getString() : "")
        .toList();
  }

  private static List<String> alternatives(X509Certificate certificate, int type)
      throws CertificateParsingException {
    Collection<List<?>> all = certificate.getSubjectAlternativeNames();
    if (all == null) {
      return List.of();
    }
    return names(
            all.stream()
                .filter(name -> name.getFirst().equals(type))
                .map(name -> String.valueOf(name.get(1)))
                .toList())
        .toList();
  }

  private static Stream<String> names(List<String> texts) {
    return texts.stream()
        .filter(text -> !text.isBlank() && text.length() <= LONGEST_NAME)
        .filter(text -> text.chars().noneMatch(Character::isISOControl));
  }

  private static String fingerprint(X509Certificate certificate)
      throws CertificateEncodingException {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
