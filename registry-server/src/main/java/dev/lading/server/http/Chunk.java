package dev.lading.server.http;

import io.netty.buffer.ByteBuf;

/**
 * Some bytes on their way to a client.
 *
 * @param returned told once they are needed no more
 */
record Chunk(ByteBuf bytes, Runnable returned) {
  int length() {
    return bytes.readableBytes();
  }

  /** Once, when nobody reads the bytes any more. */
  void release() {
    bytes.release();
    returned.run();
  }
}
