package dev.lading.server.http;

import dev.lading.server.exchange.Response.Header;
import dev.lading.server.tls.TlsSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the edge meets the network.
 *
 * @param prefix in front of every path, with a slash at both ends; a lone slash is none
 * @param host makes every {@code Location} absolute, on this scheme and host
 * @param relativeUrls whether {@code Location} is a path where {@code host} is not set; else it is
 *     built from how the client named us
 * @param headers of every answer
 * @param trustedProxies whose word on the client's address, scheme and host is taken
 * @param drain how long running requests may go on once the edge is told to stop
 * @param h2c whether HTTP/2 is spoken in clear text
 * @param redirects whether a blob that clients can fetch elsewhere is left to them to fetch; else
 *     it passes through here
 * @param tls what all addresses speak; empty for clear text
 */
public record HttpSettings(
    List<ListenAddress> listeners,
    String prefix,
    Optional<URI> host,
    boolean relativeUrls,
    List<Header> headers,
    List<AddressRange> trustedProxies,
    HttpLimits limits,
    Duration drain,
    boolean h2c,
    boolean redirects,
    Optional<TlsSettings> tls) {

  public HttpSettings {
    listeners = List.copyOf(listeners);
    headers = List.copyOf(headers);
    trustedProxies = List.copyOf(trustedProxies);
    if (!prefix.startsWith("/") || !prefix.endsWith("/")) {
      throw new IllegalArgumentException("a prefix starts and ends with a slash: " + prefix);
    }
    if (listeners.isEmpty()) {
      throw new IllegalArgumentException("at least one address to listen on");
    }
  }

  /** What holds without configuration, on these addresses. */
  public static HttpSettings on(ListenAddress... listeners) {
    return new HttpSettings(
        List.of(listeners),
        "/",
        Optional.empty(),
        true,
        List.of(),
        List.of(),
        HttpLimits.defaults(),
        Duration.ofSeconds(30),
        true,
        true,
        Optional.empty());
  }
}
