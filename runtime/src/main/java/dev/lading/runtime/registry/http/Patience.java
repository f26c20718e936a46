package dev.lading.runtime.registry.http;

import java.time.Duration;

/**
 * How long is waited.
 *
 * @param connect for a connection, its TLS included
 * @param answer for an answer's head, after all of the request is sent; a registry may hash or copy
 *     a blob meanwhile
 * @param stall for bytes of a body, on either way: fewer than {@link #LEAST_RATE} a second over so
 *     long are none
 */
public record Patience(Duration connect, Duration answer, Duration stall) {
  /** Bytes in a second; the server has the same rule for its clients. */
  static final long LEAST_RATE = 1024;

  public static Patience usual() {
    return new Patience(Duration.ofSeconds(15), Duration.ofMinutes(5), Duration.ofSeconds(30));
  }

  /** How many bytes have to come in {@link #stall} of waiting. */
  long leastBytes() {
    return Math.max(1, LEAST_RATE * stall.toMillis() / 1000);
  }
}
