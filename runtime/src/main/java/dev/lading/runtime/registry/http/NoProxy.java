package dev.lading.runtime.registry.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** One entry of {@code NO_PROXY}. */
sealed interface NoProxy {

  /** {@code *}. */
  record Everything() implements NoProxy {
    @Override
    public boolean covers(URI uri) {
      return true;
    }
  }

  /** {@code 10.0.0.0/8}, or one address; names are not looked up. */
  record Network(InetAddress address, int bits) implements NoProxy {
    @Override
    public boolean covers(URI uri) {
      return literal(host(uri)).filter(this::has).isPresent();
    }

    private boolean has(InetAddress other) {
      byte[] ours = address.getAddress();
      byte[] theirs = other.getAddress();
      if (ours.length != theirs.length) {
        return false;
      }
      int whole = bits / 8;
      int rest = bits % 8;
      int mask = 0xff << (8 - rest);
      return Arrays.equals(ours, 0, whole, theirs, 0, whole)
          && (rest == 0 || (ours[whole] & mask) == (theirs[whole] & mask));
    }
  }

  /**
   * {@code example.com}, with everything below it; {@code .example.com} and {@code *.example.com},
   * only that.
   *
   * @param port of the entry, or -1 for all
   */
  record Domain(String name, boolean itself, int port) implements NoProxy {
    @Override
    public boolean covers(URI uri) {
      String host = host(uri);
      boolean isIt = itself && host.equals(name);
      return (isIt || host.endsWith("." + name)) && (port < 0 || port == portOf(uri));
    }
  }

  boolean covers(URI uri);

  static NoProxy parse(String entry) {
    String text = entry.toLowerCase(Locale.ROOT);
    return text.equals("*")
        ? new Everything()
        : network(text).<NoProxy>map(n -> n).orElseGet(() -> domain(text));
  }

  private static Optional<Network> network(String text) {
    int slash = text.indexOf('/');
    Optional<InetAddress> address = literal(slash < 0 ? text : text.substring(0, slash));
    if (slash < 0) {
      return address.map(a -> new Network(a, a.getAddress().length * 8));
    }
    String bits = text.substring(slash + 1);
    return address
        .filter(
            a -> bits.matches("[0-9]{1,3}") && Integer.parseInt(bits) <= a.getAddress().length * 8)
        .map(a -> new Network(a, Integer.parseInt(bits)));
  }

  private static Domain domain(String text) {
    int colon = text.lastIndexOf(':');
    boolean hasPort = colon > 0 && text.substring(colon + 1).matches("[0-9]{1,5}");
    String host = hasPort ? text.substring(0, colon) : text;
    int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : -1;
    String bare = host.startsWith("*.") ? host.substring(1) : host;
    return bare.startsWith(".")
        ? new Domain(bare.substring(1), false, port)
        : new Domain(bare, true, port);
  }

  private static Optional<InetAddress> literal(String host) {
    String bare =
        host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    try {
      return bare.isEmpty() ? Optional.empty() : Optional.of(InetAddress.ofLiteral(bare));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String host(URI uri) {
    String host = uri.getHost();
    return host == null ? "" : host.toLowerCase(Locale.ROOT);
  }

  private static int portOf(URI uri) {
    int usual = Addresses.isEncrypted(uri) ? 443 : 80;
    return uri.getPort() < 0 ? usual : uri.getPort();
  }
}
