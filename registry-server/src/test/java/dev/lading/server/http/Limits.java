package dev.lading.server.http;

import java.time.Duration;

/** Limits that differ from others in one part. */
final class Limits {
  private Limits() {}

  static HttpLimits slowBodies(HttpLimits l, long bytesPerSecond, Duration window) {
    return new HttpLimits(
        l.initialLineBytes(),
        l.headerBytes(),
        l.idle(),
        l.bodyBytes(),
        bytesPerSecond,
        window,
        l.bufferBytes(),
        l.bufferWait(),
        l.connections());
  }

  static HttpLimits buffers(HttpLimits l, int pages, Duration wait) {
    return new HttpLimits(
        l.initialLineBytes(),
        l.headerBytes(),
        l.idle(),
        l.bodyBytes(),
        l.bodyBytesPerSecond(),
        l.bodyWindow(),
        (long) pages * ByteBudget.PAGE_BYTES,
        wait,
        l.connections());
  }

  static HttpLimits bodyBytes(HttpLimits l, long bytes) {
    return new HttpLimits(
        l.initialLineBytes(),
        l.headerBytes(),
        l.idle(),
        bytes,
        l.bodyBytesPerSecond(),
        l.bodyWindow(),
        l.bufferBytes(),
        l.bufferWait(),
        l.connections());
  }

  static HttpLimits head(HttpLimits l, int lineBytes, int headerBytes) {
    return new HttpLimits(
        lineBytes,
        headerBytes,
        l.idle(),
        l.bodyBytes(),
        l.bodyBytesPerSecond(),
        l.bodyWindow(),
        l.bufferBytes(),
        l.bufferWait(),
        l.connections());
  }

  static HttpLimits connections(HttpLimits l, Duration idle, int most) {
    return new HttpLimits(
        l.initialLineBytes(),
        l.headerBytes(),
        idle,
        l.bodyBytes(),
        l.bodyBytesPerSecond(),
        l.bodyWindow(),
        l.bufferBytes(),
        l.bufferWait(),
        most);
  }
}
