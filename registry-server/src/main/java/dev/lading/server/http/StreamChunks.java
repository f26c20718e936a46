package dev.lading.server.http;

import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/** A stream, whose end is the caller's affair. */
final class StreamChunks extends Chunks {
  private final InputStream in;
  private final BooleanSupplier keepsNothing;
  private final byte[][] chunks = new byte[ON_THE_WAY][];
  private final int size;
  private int turn;

  /**
   * @param keepsNothing whether those who write a chunk keep nothing of it, so that it can be
   *     filled again once it is written
   */
  StreamChunks(InputStream in, long length, BooleanSupplier keepsNothing) {
    this.in = in;
    this.size = (int) Math.min(length, SMALL_BYTES);
    this.keepsNothing = keepsNothing;
  }

  @Override
  Chunk read(long left) throws IOException {
    byte[] chunk = next();
    int count = in.readNBytes(chunk, 0, (int) Math.min(left, chunk.length));
    return new Chunk(Unpooled.wrappedBuffer(chunk, 0, count), () -> {});
  }

  private byte[] next() {
    turn = (turn + 1) % chunks.length;
    if (chunks[turn] == null || !keepsNothing.getAsBoolean()) {
      chunks[turn] = new byte[size];
    }
    return chunks[turn];
  }
}
