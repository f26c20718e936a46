package dev.lading.server.tls;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The cipher suites that are spoken: those of TLS 1.3, and of TLS 1.2 those with forward secrecy
 * and authenticated encryption, which HTTP/2 asks for too (RFC 9113, section 9.2.2).
 */
public enum CipherSuite {
  TLS_AES_128_GCM_SHA256,
  TLS_AES_256_GCM_SHA384,
  TLS_CHACHA20_POLY1305_SHA256,
  TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
  TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
  TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
  TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
  TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256;

  /** Whether it belongs to TLS 1.3, of which none can be left out. */
  public boolean isOfTls13() {
    return !name().contains("_WITH_");
  }

  /** By its name in the registry of IANA, or the shorter one that Go has for some. */
  public static Optional<CipherSuite> find(String text) {
    String name = text.endsWith("_CHACHA20_POLY1305") ? text + "_SHA256" : text;
    return Arrays.stream(values()).filter(suite -> suite.name().equals(name)).findFirst();
  }

  /**
   * @throws IllegalArgumentException for any other
   */
  public static CipherSuite parse(String text) {
    return find(text)
        .orElseThrow(
            () -> new IllegalArgumentException("is not spoken here; these are: " + spoken()));
  }

  private static String spoken() {
    return Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "));
  }
}
