package dev.lading.content.interleaving;

/** A set of 64-bit hashes that takes little room: open addressing in one array. */
final class Hashes {
  private static final int FIRST_CAPACITY = 1 << 16;
  private long[] slots = new long[FIRST_CAPACITY];
  private int size;
  private boolean hasZero;

  /**
   * @return whether it was not there
   */
  boolean add(long hash) {
    if (hash == 0) {
      boolean isNew = !hasZero;
      hasZero = true;
      return isNew;
    }
    if (2L * size > slots.length) {
      grow();
    }
    boolean isNew = put(slots, hash);
    size += isNew ? 1 : 0;
    return isNew;
  }

  int size() {
    return size + (hasZero ? 1 : 0);
  }

  private void grow() {
    long[] more = new long[2 * slots.length];
    for (long each : slots) {
      if (each != 0) {
        put(more, each);
      }
    }
    slots = more;
  }

  private static boolean put(long[] slots, long hash) {
    int at = (int) (hash >>> 20) & (slots.length - 1);
    while (slots[at] != 0) {
      if (slots[at] == hash) {
        return false;
      }
      at = (at + 1) & (slots.length - 1);
    }
    slots[at] = hash;
    return true;
  }
}
