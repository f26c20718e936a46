package dev.lading.server.http;

import java.time.Duration;

/**
 * What one client may ask of the process.
 *
 * @param initialLineBytes of an HTTP/1 request; longer is 414
 * @param headerBytes all header lines together; more is 431
 * @param idle a connection without a request, or whose answer makes no progress, is closed then
 * @param bodyBytes of one request; more is 413
 * @param bodyBytesPerSecond a body slower than this over {@code bodyWindow} is cut off
 * @param bodyWindow how long a body may be slow
 * @param bufferBytes what all request bodies together may hold in memory
 * @param bufferWait how long a body waits for a buffer before it is refused with 429
 * @param connections at once; beyond it the one idle for longest is closed
 */
public record HttpLimits(
    int initialLineBytes,
    int headerBytes,
    Duration idle,
    long bodyBytes,
    long bodyBytesPerSecond,
    Duration bodyWindow,
    long bufferBytes,
    Duration bufferWait,
    int connections) {

  /** No limit on a body's size. */
  public static final long UNLIMITED = Long.MAX_VALUE;

  /** A quarter of the heap for bodies, and as many connections as the descriptors allow. */
  public static HttpLimits defaults() {
    return new HttpLimits(
        16 << 10,
        64 << 10,
        Duration.ofMinutes(2),
        UNLIMITED,
        1024,
        Duration.ofSeconds(30),
        Runtime.getRuntime().maxMemory() / 4,
        Duration.ofSeconds(30),
        Descriptors.ofThisProcess().connections());
  }
}
