package dev.lading.gc;

import java.time.Instant;
import java.util.Arrays;

/** Which bytes a store holds, by the numbers of their digests. Not safe for several threads. */
final class Stored {
  private static final int FIRST = 1024;
  private long[] sizes = absent(FIRST);
  private long[] since = new long[FIRST];
  private int count;

  void add(int number, long size, Instant when) {
    if (number >= sizes.length) {
      int before = sizes.length;
      int length = Math.max(number + 1, before + before / 2);
      sizes = Arrays.copyOf(sizes, length);
      Arrays.fill(sizes, before, length, -1);
      since = Arrays.copyOf(since, length);
    }
    sizes[number] = size;
    since[number] = when.toEpochMilli();
    count++;
  }

  boolean has(int number) {
    return number >= 0 && number < sizes.length && sizes[number] >= 0;
  }

  /** In bytes; 0 for what is not there. */
  long size(int number) {
    return has(number) ? sizes[number] : 0;
  }

  Instant since(int number) {
    return Instant.ofEpochMilli(since[number]);
  }

  int count() {
    return count;
  }

  /** All that are there are below. */
  int end() {
    return sizes.length;
  }

  private static long[] absent(int length) {
    long[] sizes = new long[length];
    Arrays.fill(sizes, -1);
    return sizes;
  }
}
