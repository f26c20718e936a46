package dev.lading.server.http;

/**
 * Where connections are accepted.
 *
 * @param host a name or an address literal without brackets; empty for all interfaces, IPv6
 *     included where the machine has it
 * @param port 0 lets the system choose
 */
public record ListenAddress(String host, int port) {

  public ListenAddress {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("not a port: " + port);
    }
  }

  /**
   * Reads {@code host:port}, {@code [::1]:port} or {@code :port}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static ListenAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("expected host:port, got " + text);
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      throw new IllegalArgumentException("an IPv6 address needs brackets: " + text);
    }
    try {
      return new ListenAddress(host, Integer.parseInt(text.substring(colon + 1)));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("expected host:port, got " + text, e);
    }
  }

  @Override
  public String toString() {
    return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
  }
}
