package dev.lading.server.http;

import dev.lading.server.exchange.Headers;
import dev.lading.server.exchange.Origin;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds where requests came from. What {@code Forwarded} or {@code X-Forwarded-*} say is believed
 * only as far as trusted proxies said it: the chain is read from our end, and the first address
 * that is no trusted proxy is the client. What is no address there ({@code unknown}, {@code
 * _hidden}) is the client of the proxy that wrote it, and counts as that proxy.
 *
 * <p>Most proxies write {@code X-Forwarded-For} and pass on any {@code Forwarded} that the client
 * has sent; so with both, the latter says nothing. A proxy that writes neither cannot be trusted:
 * its clients write what they like. It has to set {@code X-Forwarded-For} itself.
 *
 * <p>The certificate of a trusted proxy is never its clients'.
 */
final class Origins {
  private final List<AddressRange> trusted;

  Origins(List<AddressRange> trusted) {
    this.trusted = List.copyOf(trusted);
  }

  boolean trusts(InetAddress peer) {
    for (AddressRange range : trusted) {
      if (range.contains(peer)) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param direct what the connection itself tells
   * @return without a certificate when the peer is trusted, whatever the headers say: what it shows
   *     is its own, and a request may be anybody's
   */
  Origin of(Origin direct, InetAddress peer, Headers headers) {
    if (trusted.isEmpty() || !trusts(peer)) {
      return direct;
    }
    boolean isLegacy =
        headers.first("X-Forwarded-For").isPresent() || headers.first("Forwarded").isEmpty();
    return isLegacy ? fromLegacy(direct, headers) : fromForwarded(direct, headers);
  }

  /** RFC 7239: one element for each proxy, the nearest last. */
  private Origin fromForwarded(Origin direct, Headers headers) {
    Origin origin = new Origin(direct.client(), direct.scheme(), direct.host());
    List<String> elements = elements(headers.all("Forwarded"));
    for (String element : elements.reversed()) {
      Optional<String> client =
          parameter(element, "for")
              .map(Origins::withoutPort)
              .filter(node -> literal(node).isPresent());
      origin =
          new Origin(
              client.orElse(origin.client()),
              parameter(element, "proto").filter(Origins::isScheme).orElse(origin.scheme()),
              parameter(element, "host").filter(Origins::isHost).orElse(origin.host()));
      if (client.flatMap(Origins::literal).filter(this::trusts).isEmpty()) {
        break;
      }
    }
    return origin;
  }

  private Origin fromLegacy(Origin direct, Headers headers) {
    String client = direct.client();
    for (String hop : elements(headers.all("X-Forwarded-For")).reversed()) {
      Optional<InetAddress> address = literal(withoutPort(hop));
      if (address.isPresent()) {
        client = withoutPort(hop);
      }
      if (address.filter(this::trusts).isEmpty()) {
        break;
      }
    }
    return new Origin(
        client,
        last(headers, "X-Forwarded-Proto")
            .map(scheme -> scheme.toLowerCase(Locale.ROOT))
            .filter(Origins::isScheme)
            .orElse(direct.scheme()),
        last(headers, "X-Forwarded-Host").filter(Origins::isHost).orElse(direct.host()));
  }

  private static Optional<String> last(Headers headers, String name) {
    List<String> elements = elements(headers.all(name));
    return elements.isEmpty() ? Optional.empty() : Optional.of(elements.getLast());
  }

  private static List<String> elements(List<String> lines) {
    List<String> elements = new ArrayList<>();
    for (String line : lines) {
      for (String element : line.split(",", -1)) {
        if (!element.isBlank()) {
          elements.add(element.strip());
        }
      }
    }
    return elements;
  }

  private static Optional<String> parameter(String element, String name) {
    for (String pair : element.split(";", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && pair.substring(0, equals).strip().equalsIgnoreCase(name)) {
        String value = pair.substring(equals + 1).strip();
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return Optional.of(quoted ? value.substring(1, value.length() - 1) : value);
      }
    }
    return Optional.empty();
  }

  /** {@code 1.2.3.4:5}, {@code [::1]:5} and {@code [::1]} have a port or brackets to lose. */
  private static String withoutPort(String node) {
    if (node.startsWith("[")) {
      int end = node.indexOf(']');
      return end < 0 ? node : node.substring(1, end);
    }
    int colon = node.indexOf(':');
    return colon >= 0 && colon == node.lastIndexOf(':') ? node.substring(0, colon) : node;
  }

  private static Optional<InetAddress> literal(String address) {
    try {
      return Optional.of(InetAddress.ofLiteral(address));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean isScheme(String text) {
    return text.equals("http") || text.equals("https");
  }

  /** Nothing that could end the host part of a URL, or a header line. */
  private static boolean isHost(String text) {
    return text.matches("[A-Za-z0-9.:\\[\\]_-]{1,255}");
  }
}
