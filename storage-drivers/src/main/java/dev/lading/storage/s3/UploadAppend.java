package dev.lading.storage.s3;

import dev.lading.storage.StagedAppend;
import dev.lading.storage.StagingConflict;
import dev.lading.storage.StorageUnavailable;
import dev.lading.storage.TooManyParts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Gathers bytes and writes a fragment whenever there are enough of them, when there is no more room
 * for them or others wait for it, and what is left on close. In memory is one fragment at most, and
 * nothing before the first byte.
 */
final class UploadAppend implements StagedAppend {
  private final Upload upload;
  private final int chunkBytes;
  private final Gathering gathering;

  /** What the upload ends with as far as it is written. */
  private Fragment last;

  /** What will be written next: its place, and no bytes yet. */
  private Fragment next;

  /** Whether bytes wait that nobody has tried to write. */
  private boolean isPending;

  UploadAppend(Upload upload, Fragment last, Memory memory) {
    this.upload = upload;
    this.chunkBytes = memory.chunkBytes();
    this.gathering = new Gathering(memory.room(), chunkBytes, this::flush);
    this.last = last;
    this.next = last.next();
  }

  @Override
  public void write(ByteBuffer bytes) {
    gathering.step(() -> gather(bytes));
  }

  /** What could not be written is not tried again: it may be there, and look like another's. */
  @Override
  public void close() {
    try {
      gathering.step(this::flushPending);
    } finally {
      gathering.end(() -> {});
    }
  }

  private void gather(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (!gathering.isBegun()) {
        begin();
      }
      int before = gathering.count();
      boolean hasRoom = gathering.take(bytes);
      isPending |= gathering.count() > before;
      if (!hasRoom || gathering.isFull()) {
        flush();
      }
    }
  }

  private void flushPending() {
    if (isPending) {
      flush();
    }
  }

  /**
   * A fragment that supersedes another begins with the bytes of that. It gets room for twice as
   * many, so that one that is written early for want of room is not written often.
   */
  private void begin() {
    int taken = next.start() == last.start() ? (int) last.size() : 0;
    gathering.begin(taken + Math.max(taken, 1), upload.key().path());
    if (taken > 0) {
      takeOver(taken);
    }
  }

  private void takeOver(int size) {
    try (InputStream in = upload.open(last)) {
      gathering.takeAll(in, size);
    } catch (IOException e) {
      throw new StorageUnavailable("reading back the end of " + upload.key() + " failed", e);
    }
  }

  private void flush() {
    isPending = false;
    if (next.start() > last.start() && upload.isFull()) {
      throw new TooManyParts((long) Multipart.PARTS_LIMIT * chunkBytes);
    }
    if (!upload.write(next, gathering.body())) {
      throw new StagingConflict(last.end(), upload.size());
    }
    last = next.withSize(gathering.count());
    next = last.next();
    gathering.clear();
  }
}
