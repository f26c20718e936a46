package dev.lading.server.http;

import java.net.InetAddress;

/**
 * A range of addresses in CIDR notation, IPv4 or IPv6. An IPv4 address mapped into IPv6 is its IPv4
 * address.
 */
public final class AddressRange {
  private final byte[] network;
  private final int bits;

  private AddressRange(byte[] network, int bits) {
    this.network = network;
    this.bits = bits;
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code fd00::/8} or a single address.
   *
   * @throws IllegalArgumentException for anything else, names included
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    byte[] network =
        InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash)).getAddress();
    int bits = network.length * 8;
    if (slash >= 0) {
      String length = text.substring(slash + 1);
      if (!length.matches("[0-9]{1,3}") || Integer.parseInt(length) > bits) {
        throw new IllegalArgumentException("not a prefix length: " + text);
      }
      bits = Integer.parseInt(length);
    }
    return new AddressRange(network, bits);
  }

  public boolean contains(InetAddress address) {
    byte[] other = address.getAddress();
    if (other.length != network.length) {
      return false;
    }
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      if (other[i] != network[i]) {
        return false;
      }
    }
    int mask = 0xff00 >> (bits % 8) & 0xff;
    return mask == 0 || (other[whole] & mask) == (network[whole] & mask);
  }
}
