package dev.lading.trust.certificate;

import dev.lading.trust.Gun;
import dev.lading.trust.TrustException.KeyInvalid;
import dev.lading.trust.key.CertificatePem;
import dev.lading.trust.key.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.cert.X509CertificateHolder;

/** A root key's certificate, with the authorities above it that came along. */
public record RootCertificate(
    X509CertificateHolder leaf, List<X509CertificateHolder> intermediates) {
  private static final Duration CLOCK_LEEWAY = Duration.ofDays(1);
  private static final String WILDCARD = "*";

  public RootCertificate {
    intermediates = List.copyOf(intermediates);
  }

  /**
   * @throws KeyInvalid when the key is not a certificate followed by those of authorities only
   */
  public static RootCertificate of(PublicKey key) {
    List<X509CertificateHolder> certificates = CertificatePem.read(key.bytes());
    X509CertificateHolder leaf = certificates.getFirst();
    List<X509CertificateHolder> rest = certificates.subList(1, certificates.size());
    if (isAuthority(leaf) || !rest.stream().allMatch(RootCertificate::isAuthority)) {
      throw new KeyInvalid("a root key is one certificate, and then maybe its authorities'");
    }
    return new RootCertificate(leaf, rest);
  }

  /** Whether the common name is the repository's, or a prefix of it that ends in an asterisk. */
  public boolean names(Gun gun) {
    return commonName().filter(name -> matches(name, gun.toString())).isPresent();
  }

  /** Whether it holds now, with a day's leeway for clocks that are behind the signer's. */
  public boolean isCurrent(Instant now) {
    return !leaf.getNotBefore().toInstant().isAfter(now.plus(CLOCK_LEEWAY))
        && !last().isBefore(now);
  }

  /** The last moment at which it holds. */
  public Instant last() {
    return leaf.getNotAfter().toInstant();
  }

  /** What forbids to rely on this certificate at any time; nothing for a good one. */
  public Optional<String> weakness() {
    return CertificateStrength.weakness(leaf);
  }

  /** Absent when there is none, or more than one. */
  public Optional<String> commonName() {
    return commonName(leaf);
  }

  static Optional<String> commonName(X509CertificateHolder certificate) {
    RDN[] names = certificate.getSubject().getRDNs(BCStyle.CN);
    return names.length == 1 && !names[0].isMultiValued()
        ? Optional.of(names[0].getFirst().getValue().toString())
        : Optional.empty();
  }

  private static boolean matches(String commonName, String gun) {
    if (!commonName.endsWith(WILDCARD)) {
      return commonName.equals(gun);
    }
    return gun.startsWith(commonName.substring(0, endOfPrefix(commonName)));
  }

  private static int endOfPrefix(String commonName) {
    int end = commonName.length();
    while (end > 0 && commonName.charAt(end - 1) == WILDCARD.charAt(0)) {
      end--;
    }
    return end;
  }

  private static boolean isAuthority(X509CertificateHolder certificate) {
    BasicConstraints constraints = BasicConstraints.fromExtensions(certificate.getExtensions());
    return constraints != null && constraints.isCA();
  }
}
