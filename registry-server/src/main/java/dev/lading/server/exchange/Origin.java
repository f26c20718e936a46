package dev.lading.server.exchange;

/**
 * Where a request came from and how its sender named us, after {@code X-Forwarded-*} and {@code
 * Forwarded} of trusted proxies were taken into account.
 *
 * @param client the address of the client, without port
 * @param scheme {@code http} or {@code https}
 * @param host host and port as the client wrote them
 */
public record Origin(String client, String scheme, String host) {}
