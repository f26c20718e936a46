package dev.lading.storage.s3;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of one request in the making. It holds as much of the {@link Room} as it has bytes,
 * rounded up, and nothing between {@link #clear} and {@link #begin}. Not safe for several threads.
 */
final class Gathering {
  private final Room room;
  private final int limitBytes;
  private final List<byte[]> pieces = new ArrayList<>();
  private int held;
  private int count;

  /**
   * @param limitBytes how many there can be
   */
  Gathering(Room room, int limitBytes) {
    this.room = room;
    this.limitBytes = limitBytes;
  }

  int count() {
    return count;
  }

  boolean isFull() {
    return count == limitBytes;
  }

  /** Whether it may be gathered into. */
  boolean isBegun() {
    return held > 0;
  }

  /** Waits until there is room for so many bytes, for one at least. */
  void begin(int bytes, String what) {
    int wanted = Math.max(1, Room.piecesOf(Math.min(bytes, limitBytes)));
    room.take(wanted, what);
    held = wanted;
  }

  /**
   * Takes what fits in, without waiting.
   *
   * @return false when the room has no more, and so some bytes may be left
   */
  boolean take(ByteBuffer bytes) {
    while (bytes.hasRemaining() && !isFull()) {
      if (!hasSpace()) {
        return false;
      }
      byte[] piece = piece();
      int from = count % Room.PIECE_BYTES;
      int taken = Math.min(bytes.remaining(), piece.length - from);
      bytes.get(piece, from, taken);
      count += taken;
    }
    return true;
  }

  /** Takes exactly so many bytes, for which it was begun. */
  void takeAll(InputStream in, int bytes) throws IOException {
    while (count < bytes) {
      byte[] piece = piece();
      int from = count % Room.PIECE_BYTES;
      int taken = in.read(piece, from, Math.min(bytes - count, piece.length - from));
      if (taken < 0) {
        throw new EOFException("ended at " + count + " of " + bytes);
      }
      count += taken;
    }
  }

  /** What was gathered, valid until it is cleared. */
  Body body() {
    return new Body(List.copyOf(pieces), count);
  }

  /** Forgets the bytes and lets go of their room. */
  void clear() {
    pieces.clear();
    room.giveBack(held);
    held = 0;
    count = 0;
  }

  private boolean hasSpace() {
    if (count < held * Room.PIECE_BYTES) {
      return true;
    }
    boolean got = room.tryTake();
    held += got ? 1 : 0;
    return got;
  }

  /** The one that the next byte goes into. */
  private byte[] piece() {
    int index = count / Room.PIECE_BYTES;
    if (index == pieces.size()) {
      pieces.add(new byte[Math.min(Room.PIECE_BYTES, limitBytes - count)]);
    }
    return pieces.get(index);
  }
}
