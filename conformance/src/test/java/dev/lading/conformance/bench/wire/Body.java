package dev.lading.conformance.bench.wire;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;

/** What a request carries, always with a known length. */
public sealed interface Body {
  /** The length to announce, in bytes. */
  long size();

  /** Writes all bytes; may be called again. */
  void writeTo(SocketChannel channel) throws IOException;

  /** No content. */
  static Body none() {
    return new Bytes(new byte[0]);
  }

  /** Content held in memory; the array is not copied. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Bytes(byte[] bytes) implements Body {
    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public void writeTo(SocketChannel channel) throws IOException {
      var buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
    }
  }

  /**
   * A whole file, sent by sendfile(2) so that the client is not what is measured. The channel stays
   * open.
   */
  record WholeFile(FileChannel file, long size) implements Body {
    @Override
    public void writeTo(SocketChannel channel) throws IOException {
      long sent = 0;
      while (sent < size) {
        sent += file.transferTo(sent, size - sent, channel);
      }
    }
  }
}
