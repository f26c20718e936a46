package dev.lading.runtime.unpack.tar;

/** The bytes of a tar, in order, by the chunk. */
@FunctionalInterface
public interface TarBytes {
  /** The next ones, at least one byte; none at the end, and then whenever asked again. */
  Chunk next();

  /**
   * Some bytes, which may be overwritten when the next ones are asked for.
   *
   * @param length how many of the array's first bytes they are
   */
  @SuppressWarnings("ArrayRecordComponent") // a place to read from, never compared
  record Chunk(byte[] bytes, int length) {
    public static final Chunk END = new Chunk(new byte[0], 0);
  }
}
