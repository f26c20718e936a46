package dev.lading.content.interleaving;

import java.util.Arrays;

/** Bytes that are never changed, and equal when they are the same. */
final class Bytes {
  static final Bytes NONE = new Bytes(new byte[0]);
  private final byte[] array;
  private final long hash;

  private Bytes(byte[] array) {
    this.array = array;
    this.hash = Hash.of(array);
  }

  static Bytes of(byte[] bytes) {
    return new Bytes(bytes.clone());
  }

  byte[] toArray() {
    return array.clone();
  }

  int size() {
    return array.length;
  }

  long hash() {
    return hash;
  }

  Bytes plus(byte[] more) {
    byte[] all = Arrays.copyOf(array, array.length + more.length);
    System.arraycopy(more, 0, all, array.length, more.length);
    return new Bytes(all);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes bytes && Arrays.equals(array, bytes.array);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash);
  }

  @Override
  public String toString() {
    return array.length + " bytes #" + Integer.toHexString(hashCode());
  }
}
