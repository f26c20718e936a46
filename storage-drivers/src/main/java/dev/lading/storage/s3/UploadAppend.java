package dev.lading.storage.s3;

import dev.lading.storage.StagedAppend;
import dev.lading.storage.StagingConflict;
import dev.lading.storage.StorageFull;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Gathers bytes and writes a fragment whenever there are enough of them, and what is left on close.
 * So all fragments but the last have one size, as some stores ask of the parts of an object; and in
 * memory is one fragment at most, and nothing before the first byte.
 */
final class UploadAppend implements StagedAppend {
  private static final int FIRST_BYTES = 64 << 10;
  private static final int PARTS_LIMIT = 10_000;

  private final Upload upload;
  private final int chunkBytes;

  /** What the upload ends with as far as it is written. */
  private Fragment last;

  /** What will be written next: its place, and its bytes so far. */
  private Fragment next;

  private byte[] gathered = new byte[0];
  private int count;

  /** Whether bytes wait that nobody has tried to write. */
  private boolean isPending;

  UploadAppend(Upload upload, Fragment last, int chunkBytes) {
    this.upload = upload;
    this.chunkBytes = chunkBytes;
    this.last = last;
    this.next = last.isFull(chunkBytes) ? last.following() : last.superseding();
  }

  @Override
  public void write(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (count == chunkBytes) {
        flush();
      }
      if (count == 0 && next.start() == last.start()) {
        takeOver();
      }
      gather(bytes);
    }
  }

  /** What could not be written is not tried again: it may be there, and look like another's. */
  @Override
  public void close() {
    if (isPending) {
      flush();
    }
  }

  private void gather(ByteBuffer bytes) {
    int taken = Math.min(bytes.remaining(), chunkBytes - count);
    makeRoom(count + taken);
    bytes.get(gathered, count, taken);
    count += taken;
    isPending = true;
  }

  /** The superseding fragment begins with the bytes of the superseded. */
  private void takeOver() {
    makeRoom((int) last.size());
    try (InputStream in = upload.open(last)) {
      count = in.readNBytes(gathered, 0, (int) last.size());
    } catch (IOException e) {
      throw new StorageUnavailable("reading back the end of " + upload.key() + " failed", e);
    }
  }

  private void flush() {
    isPending = false;
    if (next.start() / chunkBytes >= PARTS_LIMIT) {
      throw new StorageFull(
          "an object has at most " + PARTS_LIMIT + " parts of " + chunkBytes + " bytes", null);
    }
    if (!upload.write(next, new Body(gathered, count))) {
      throw new StagingConflict(last.end(), upload.size());
    }
    last = next.withSize(count);
    next = last.following();
    count = 0;
  }

  private void makeRoom(int needed) {
    if (needed > gathered.length) {
      int doubled = Math.max(FIRST_BYTES, 2 * gathered.length);
      gathered = Arrays.copyOf(gathered, Math.min(chunkBytes, Math.max(needed, doubled)));
    }
  }
}
