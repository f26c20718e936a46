package dev.lading.storage.s3;

import java.time.Duration;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * What requests have in common that take about as long. Each lane has connections of its own, so
 * that what is slow does not hold up what is quick.
 */
enum Lane {
  /** Some bytes there and back. */
  SMALL(Duration.ofSeconds(10), Requests.AT_ONCE),
  /** Many bytes, or many objects. Connections are held by those who read as well. */
  BODY(Duration.ofSeconds(30), Requests.AT_ONCE + Lane.READERS + Lane.OWN_READERS + Lane.RESERVE),
  /** What the store does by itself, and may be silent about meanwhile. */
  COPY(Duration.ofSeconds(60), Requests.AT_ONCE);

  /** How many objects may be read by clients at once. */
  static final int READERS = 176;

  /** And how many by uploads, of their own bytes. */
  static final int OWN_READERS = 32;

  /** For what is no request to the store's own interface, such as the fetch of a signed address. */
  private static final int RESERVE = 16;

  private static final long SMALL_BYTES = 1 << 20;

  private final Duration silence;
  private final int connections;

  Lane(Duration silence, int connections) {
    this.silence = silence;
    this.connections = connections;
  }

  static Lane of(SdkHttpRequest request) {
    if (isCopy(request)) {
      return COPY;
    }
    return isLong(request) ? BODY : SMALL;
  }

  /** After how long without a byte a connection is given up. */
  Duration silence() {
    return silence;
  }

  /** How many there may be. */
  int connections() {
    return connections;
  }

  /** Objects and parts that are copied, and parts that are joined. */
  private static boolean isCopy(SdkHttpRequest request) {
    return switch (request.method()) {
      case PUT -> request.firstMatchingHeader("x-amz-copy-source").isPresent();
      case POST -> request.rawQueryParameters().containsKey("uploadId");
      default -> false;
    };
  }

  /** Streams are asked for by their range, and small objects as a whole. */
  private static boolean isLong(SdkHttpRequest request) {
    return switch (request.method()) {
      case GET -> request.firstMatchingHeader("Range").isPresent();
      case PUT ->
          request
              .firstMatchingHeader("Content-Length")
              .filter(length -> Long.parseLong(length) <= SMALL_BYTES)
              .isEmpty();
      case POST -> request.rawQueryParameters().containsKey("delete");
      default -> false;
    };
  }
}
