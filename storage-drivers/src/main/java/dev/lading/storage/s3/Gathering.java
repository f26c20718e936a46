package dev.lading.storage.s3;

import dev.lading.storage.StorageException;
import dev.lading.storage.StorageUnavailable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one request in the making. It holds as much of the {@link Room} as it has bytes,
 * rounded up, and nothing between {@link #clear} and {@link #begin}. For one writer, all of whose
 * steps go through {@link #step}: between two of them the room may have the bytes written.
 */
final class Gathering implements Room.Holder {
  private final Room room;
  private final int limitBytes;
  private final Runnable writing;
  private final ReentrantLock turn = new ReentrantLock();
  private final List<byte[]> pieces = new ArrayList<>();
  private int held;
  private int count;
  private volatile long heldSince;

  /** A step has failed: what is here may be part of something. */
  private boolean isBroken;

  /** Of a write that the room asked for. */
  private @Nullable StorageException failure;

  /**
   * @param limitBytes how many there can be
   * @param writing brings what was gathered to the store and clears this; run when the room is
   *     needed by others, between two steps of the writer's own
   */
  Gathering(Room room, int limitBytes, Runnable writing) {
    this.room = room;
    this.limitBytes = limitBytes;
    this.writing = writing;
  }

  /**
   * Runs a step of the writer's.
   *
   * @throws StorageException also when a write that the room asked for has failed; the step is not
   *     run then
   */
  void step(Runnable step) {
    turn.lock();
    boolean isDone = false;
    try {
      if (failure != null) {
        throw tell(failure);
      }
      step.run();
      isDone = true;
    } finally {
      isBroken |= !isDone;
      turn.unlock();
    }
  }

  /** Clears this and runs the writer's last step, whatever has failed before. */
  void end(Runnable step) {
    turn.lock();
    try {
      clear();
      step.run();
    } finally {
      turn.unlock();
    }
  }

  @Override
  public long heldSince() {
    return heldSince;
  }

  @Override
  public void letGo() {
    if (!turn.tryLock()) {
      return;
    }
    try {
      writeForOthers();
    } finally {
      clear();
      turn.unlock();
    }
  }

  /** Whatever goes wrong, an error too, the writer is told of it: its bytes are lost. */
  private void writeForOthers() {
    boolean isWritten = false;
    try {
      if (count > 0 && !isBroken) {
        writing.run();
      }
      isWritten = true;
    } catch (StorageException e) {
      failure = e;
    } finally {
      if (!isWritten && failure == null) {
        failure = new StorageUnavailable("what was gathered was not written", new IOException());
      }
    }
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
    heldSince = System.nanoTime();
    room.enter(this);
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
    room.leave(this);
    pieces.clear();
    room.giveBack(held);
    held = 0;
    count = 0;
  }

  /** Told again, it is another exception, which the first one may be given as suppressed. */
  private StorageException tell(StorageException first) {
    failure = new StorageUnavailable("what was gathered before is lost", first);
    return first;
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
