package dev.lading.server.tls;

import java.util.Set;

/** The oldest version that is spoken. */
public enum TlsVersion {
  TLS1_2,
  TLS1_3;

  /** This version and newer ones, by their names in the JDK. */
  public Set<String> protocols() {
    return switch (this) {
      case TLS1_2 -> Set.of("TLSv1.2", "TLSv1.3");
      case TLS1_3 -> Set.of("TLSv1.3");
    };
  }

  /**
   * Reads {@code tls1.2} or {@code tls1.3}.
   *
   * @throws IllegalArgumentException for anything else, also for older versions
   */
  public static TlsVersion parse(String text) {
    return switch (text) {
      case "tls1.2" -> TLS1_2;
      case "tls1.3" -> TLS1_3;
      case "tls1.0", "tls1.1" ->
          throw new IllegalArgumentException(
              "is broken since long, and not spoken here (RFC 8996); write tls1.2");
      default -> throw new IllegalArgumentException("is neither tls1.2 nor tls1.3; write one");
    };
  }
}
