package dev.lading.runtime.unpack;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The compressed bytes. Its own failures are unchecked, and so are told from those of whoever
 * decompresses.
 */
final class LayerSource extends FilterInputStream {
  private boolean ended;

  LayerSource(InputStream bytes) {
    super(bytes);
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    try {
      int count = super.read(into, offset, length);
      ended = count < 0;
      return count;
    } catch (IOException e) {
      throw new Failed(e);
    }
  }

  /** Something, until the end was seen: the JDK's gzip asks this whether a member follows. */
  @Override
  public int available() {
    return ended ? 0 : 1;
  }

  /** The source itself could not be read. */
  static final class Failed extends RuntimeException {
    private final IOException reason;

    Failed(IOException reason) {
      super(reason);
      this.reason = reason;
    }

    IOException reason() {
      return reason;
    }
  }

  /** Whether the end was seen. */
  boolean hasEnded() {
    return ended;
  }

  /** To the end: there the source says whether all was right. */
  void drain() {
    byte[] rest = new byte[8192];
    while (!ended) {
      int _ = read(rest, 0, rest.length);
    }
  }
}
