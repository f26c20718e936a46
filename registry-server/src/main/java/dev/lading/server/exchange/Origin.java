package dev.lading.server.exchange;

import java.util.Optional;

/**
 * Where a request came from and how its sender named us, after {@code X-Forwarded-*} and {@code
 * Forwarded} of trusted proxies were taken into account.
 *
 * @param client the address of the client, without port
 * @param scheme {@code http} or {@code https}
 * @param host host and port as the client wrote them
 * @param certificate of the client; empty also for whatever comes from a trusted proxy, whose
 *     certificate is not the client's
 */
public record Origin(
    String client, String scheme, String host, Optional<ClientCertificate> certificate) {

  /** The origin of a client that has shown no certificate. */
  public Origin(String client, String scheme, String host) {
    this(client, scheme, host, Optional.empty());
  }
}
