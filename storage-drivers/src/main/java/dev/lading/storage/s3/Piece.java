package dev.lading.storage.s3;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * Bytes of an object that become a part of another.
 *
 * @param range as S3 writes it; all of them when empty
 */
record Piece(String object, Optional<String> range) {
  static Piece all(String object) {
    return new Piece(object, Optional.empty());
  }

  /** An object in pieces of that size, the last of which may be smaller. */
  static List<Piece> cut(String object, long size, long pieceBytes) {
    return LongStream.range(0, Math.ceilDiv(size, pieceBytes))
        .map(i -> i * pieceBytes)
        .mapToObj(from -> between(object, from, Math.min(from + pieceBytes, size)))
        .toList();
  }

  private static Piece between(String object, long from, long to) {
    return new Piece(object, Optional.of("bytes=" + from + "-" + (to - 1)));
  }
}
