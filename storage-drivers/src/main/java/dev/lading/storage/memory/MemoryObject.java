package dev.lading.storage.memory;

import dev.lading.storage.ObjectInfo;
import dev.lading.storage.StorageFull;
import java.time.Instant;
import java.util.Arrays;

/**
 * The first {@code size} bytes of an array that may be longer. Bytes below {@code size} never
 * change: an append writes behind them or into a longer copy.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record MemoryObject(byte[] array, int size, Instant storeTime) {
  private static final int LIMIT_BYTES = Integer.MAX_VALUE - 8;
  private static final int FIRST_GROWTH_BYTES = 4096;

  ObjectInfo info() {
    return new ObjectInfo(size, storeTime);
  }

  byte[] copy() {
    return Arrays.copyOf(array, size);
  }

  /**
   * One writer at a time: an older value of the same object must not be appended to again.
   *
   * @throws StorageFull beyond 2 GiB
   */
  MemoryObject append(byte[] bytes, Instant now) {
    if (bytes.length > LIMIT_BYTES - size) {
      throw new StorageFull("an object in memory has at most " + LIMIT_BYTES + " bytes", null);
    }
    int grown = size + bytes.length;
    byte[] target = grown <= array.length ? array : Arrays.copyOf(array, capacity(grown));
    System.arraycopy(bytes, 0, target, size, bytes.length);
    return new MemoryObject(target, grown, now);
  }

  private static int capacity(int needed) {
    long doubled = Math.max(FIRST_GROWTH_BYTES, 2L * needed);
    return (int) Math.min(doubled, LIMIT_BYTES);
  }
}
