package dev.lading.server.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the certificate says that the client of a connection has shown, proved to hold the key of,
 * and that one of {@code http.tls.clientcas} has signed.
 *
 * @param commonName of the subject; empty when it has none, or more than one
 * @param organisationalUnits of the subject, in its order
 * @param uris that the certificate is for, among them a SPIFFE ID
 * @param fingerprint SHA-256 of the whole certificate, 64 lower-case hexadecimal digits
 * @param validUntil a connection, and the session it resumes, may last longer than that
 */
public record ClientCertificate(
    Optional<String> commonName,
    List<String> organisationalUnits,
    List<String> uris,
    List<String> dnsNames,
    List<String> emails,
    String fingerprint,
    Instant validUntil) {
  private static final String SPIFFE = "spiffe://";

  public ClientCertificate {
    organisationalUnits = List.copyOf(organisationalUnits);
    uris = List.copyOf(uris);
    dnsNames = List.copyOf(dnsNames);
    emails = List.copyOf(emails);
  }

  /**
   * The user's name: the common name, or else the SPIFFE ID, of which a certificate may have one
   * only. Nobody is named by a certificate with neither.
   */
  public Optional<String> user() {
    return commonName.or(this::spiffeId);
  }

  /** The user's groups. */
  public List<String> groups() {
    return organisationalUnits;
  }

  private Optional<String> spiffeId() {
    List<String> ids = uris.stream().filter(uri -> uri.startsWith(SPIFFE)).toList();
    return ids.size() == 1 ? Optional.of(ids.getFirst()) : Optional.empty();
  }
}
