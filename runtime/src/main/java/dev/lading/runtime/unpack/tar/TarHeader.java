package dev.lading.runtime.unpack.tar;

import dev.lading.runtime.posix.RawName;
import dev.lading.runtime.unpack.tar.TarException.Malformed;

/** A header block whose sum is right. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TarHeader(byte[] block) {
  static final int BYTES = 512;
  private static final RawName USTAR = new RawName("ustar");
  private static final RawName GNU = new RawName("ustar  ");
  private static final int TYPE_MASK = 07777;

  /**
   * @throws Malformed when it is no header
   */
  static TarHeader of(byte[] block) {
    long sum = TarField.CHECKSUM.number(block);
    if (sum != sum(block, 0xff) && sum != sum(block, -1)) {
      throw new Malformed("a header's sum is wrong");
    }
    return new TarHeader(block);
  }

  static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  char type() {
    return (char) (block[TarField.TYPE] & 0xff);
  }

  boolean isGnu() {
    return TarField.MAGIC.text(block).equals(GNU);
  }

  /** With ustar's prefix; GNU has other things in its place. */
  RawName path() {
    RawName name = TarField.NAME.text(block);
    boolean prefixed =
        TarField.MAGIC.text(block).equals(USTAR) && block[TarField.PREFIX.offset()] != 0;
    return prefixed ? new RawName(TarField.PREFIX.text(block).bytes() + "/" + name.bytes()) : name;
  }

  RawName link() {
    return TarField.LINK.text(block);
  }

  int mode() {
    return (int) TarField.MODE.number(block) & TYPE_MASK;
  }

  long owner() {
    return TarField.OWNER.number(block);
  }

  long group() {
    return TarField.GROUP.number(block);
  }

  long size() {
    return notNegative(TarField.SIZE.number(block));
  }

  TarTime modified() {
    return new TarTime(TarField.MODIFIED.number(block), 0);
  }

  long major() {
    return TarField.MAJOR.number(block);
  }

  long minor() {
    return TarField.MINOR.number(block);
  }

  static long notNegative(long size) {
    if (size < 0) {
      throw new Malformed("a size is negative");
    }
    return size;
  }

  /** Some old programs added signed bytes. */
  private static long sum(byte[] block, int mask) {
    long sum = 0;
    int first = TarField.CHECKSUM.offset();
    int end = first + TarField.CHECKSUM.length();
    for (int i = 0; i < BYTES; i++) {
      sum += i >= first && i < end ? ' ' : block[i] & mask;
    }
    return sum;
  }
}
