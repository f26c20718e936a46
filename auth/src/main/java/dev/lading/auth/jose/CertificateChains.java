package dev.lading.auth.jose;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Chains of certificates ({@code x5c}) up to trusted ones, by the JDK's PKIX (RFC 5280) without
 * asking anybody for revocations. A certificate that is itself trusted needs no chain: that is how
 * self-signed signing keys are handed out.
 */
final class CertificateChains {
  private static final int LENGTH_LIMIT = 8;

  private final Set<X509Certificate> roots;

  CertificateChains(Collection<X509Certificate> roots) {
    this.roots = Set.copyOf(roots);
  }

  /**
   * The key of the first certificate, if a chain of the others leads from it to a trusted one and
   * all are valid at that time.
   *
   * @param chain DER; the order of all but the first is of no account
   */
  Optional<PublicKey> signer(List<byte[]> chain, Instant now) {
    if (chain.isEmpty() || chain.size() > LENGTH_LIMIT || roots.isEmpty()) {
      return Optional.empty();
    }
    try {
      List<X509Certificate> certificates = parse(chain);
      X509Certificate leaf = certificates.getFirst();
      leaf.checkValidity(Date.from(now));
      return roots.contains(leaf) || leadsToRoot(leaf, certificates, now)
          ? Optional.of(leaf.getPublicKey()).filter(TokenAlgorithm::anyFits)
          : Optional.empty();
    } catch (CertificateException e) {
      return Optional.empty();
    }
  }

  private boolean leadsToRoot(
      X509Certificate leaf, List<X509Certificate> certificates, Instant now) {
    X509CertSelector target = new X509CertSelector();
    target.setCertificate(leaf);
    try {
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors(), target);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(certificates)));
      parameters.setDate(Date.from(now));
      parameters.setRevocationEnabled(false);
      parameters.setMaxPathLength(LENGTH_LIMIT);
      CertPathBuilder.getInstance("PKIX").build(parameters);
      return true;
    } catch (CertPathBuilderException e) {
      return false;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK lacks PKIX", e);
    }
  }

  private Set<TrustAnchor> anchors() {
    return roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet());
  }

  private static List<X509Certificate> parse(List<byte[]> chain) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>();
    for (byte[] der : chain) {
      certificates.add(
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
    }
    return certificates;
  }
}
