package dev.lading.server.exchange;

import dev.lading.content.Chunks;
import java.util.OptionalLong;

/**
 * The body of a request, read at most once. {@link #next()} waits for bytes and throws a {@link
 * RequestException} when they stop coming: {@code BodyTruncated}, {@code BodyTooSlow}, {@code
 * BodyTooLarge}, {@code BuffersExhausted}. A client that sent {@code Expect: 100-continue} is told
 * to go on by the first read, so an answer given before it costs the client no upload.
 */
public interface RequestBody extends Chunks {
  /** What {@code Content-Length} says; empty for a body of unknown length. */
  @Override
  OptionalLong declaredLength();

  /**
   * The whole of a small body.
   *
   * @throws RequestException.BodyTooLarge when there is more than {@code limitBytes}
   */
  byte[] readAll(int limitBytes);
}
