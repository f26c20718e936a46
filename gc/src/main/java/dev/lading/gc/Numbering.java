package dev.lading.gc;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Digests as small numbers, counted from 0: a mark knows every digest of a store, and an object for
 * each would be most of its memory. About 50 bytes for each. Not safe for several threads.
 */
final class Numbering {
  static final int NONE = -1;
  private static final int FIRST_SLOTS = 1024;

  /** For each digest how long its hash is in bytes, which tells the algorithm, and then that. */
  private byte[] hashes = new byte[FIRST_SLOTS * 33];

  private int[] starts = new int[FIRST_SLOTS];
  private int size;

  /** Numbers plus one, at the place that the hash tells or behind it; 0 is free. Half is free. */
  private int[] slots = new int[2 * FIRST_SLOTS];

  int size() {
    return size;
  }

  /** The digest's number, a new one if it has none. */
  int of(Digest digest) {
    byte[] hash = bytes(digest);
    int slot = slot(hash);
    return slots[slot] > 0 ? slots[slot] - 1 : add(hash, slot);
  }

  /** The digest's number, or {@link #NONE}. */
  int find(Digest digest) {
    return slots[slot(bytes(digest))] - 1;
  }

  Digest digest(int number) {
    int start = starts[number];
    return new Digest(
        algorithm(hashes[start]), HexFormat.of().formatHex(hashes, start + 1, end(number)));
  }

  private int add(byte[] hash, int slot) {
    int start = size == 0 ? 0 : end(size - 1);
    while (start + hash.length > hashes.length) {
      hashes = Arrays.copyOf(hashes, grown(hashes.length));
    }
    System.arraycopy(hash, 0, hashes, start, hash.length);
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, grown(size));
    }
    starts[size] = start;
    size++;
    slots[slot] = size;
    if (2 * size > slots.length) {
      rehash();
    }
    return size - 1;
  }

  private void rehash() {
    slots = new int[2 * slots.length];
    for (int number = 0; number < size; number++) {
      byte[] hash = Arrays.copyOfRange(hashes, starts[number], end(number));
      slots[slot(hash)] = number + 1;
    }
  }

  /** Where the hash is, or could be put. */
  private int slot(byte[] hash) {
    int at = Math.floorMod(Arrays.hashCode(hash) * 0x9E3779B9, slots.length);
    while (slots[at] > 0 && !isAt(slots[at] - 1, hash)) {
      at = at + 1 == slots.length ? 0 : at + 1;
    }
    return at;
  }

  private boolean isAt(int number, byte[] hash) {
    return Arrays.equals(hashes, starts[number], end(number), hash, 0, hash.length);
  }

  private int end(int number) {
    int start = starts[number];
    return start + 1 + hashes[start];
  }

  private static Algorithm algorithm(byte length) {
    return switch (length) {
      case 32 -> Algorithm.SHA256;
      case 64 -> Algorithm.SHA512;
      default -> throw new IllegalStateException("no hash has so many bytes: " + length);
    };
  }

  private static int grown(int length) {
    return Math.toIntExact(Math.min(Integer.MAX_VALUE - 8, length + length / 2L));
  }

  private static byte[] bytes(Digest digest) {
    byte[] hash = new byte[1 + digest.hex().length() / 2];
    hash[0] = (byte) (hash.length - 1);
    System.arraycopy(HexFormat.of().parseHex(digest.hex()), 0, hash, 1, hash.length - 1);
    return hash;
  }
}
