package dev.lading.runtime.unpack.tar;

import dev.lading.runtime.posix.RawName;
import dev.lading.runtime.unpack.tar.TarException.Malformed;

/**
 * One field of a header block.
 *
 * @see <a href="https://www.gnu.org/software/tar/manual/html_node/Standard.html">GNU tar, Basic Tar
 *     Format</a>
 */
record TarField(int offset, int length) {
  static final TarField NAME = new TarField(0, 100);
  static final TarField MODE = new TarField(100, 8);
  static final TarField OWNER = new TarField(108, 8);
  static final TarField GROUP = new TarField(116, 8);
  static final TarField SIZE = new TarField(124, 12);
  static final TarField MODIFIED = new TarField(136, 12);
  static final TarField CHECKSUM = new TarField(148, 8);
  static final int TYPE = 156;
  static final TarField LINK = new TarField(157, 100);
  static final TarField MAGIC = new TarField(257, 8);
  static final TarField MAJOR = new TarField(329, 8);
  static final TarField MINOR = new TarField(337, 8);
  static final TarField PREFIX = new TarField(345, 155);

  /** Up to the first zero byte, or all of it. */
  RawName text(byte[] block) {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return RawName.find(block, offset, end - offset).orElseThrow();
  }

  /** Octal digits, or GNU's base 256 for what these cannot hold; nothing is 0. */
  long number(byte[] block) {
    return (block[offset] & 0x80) != 0 ? binary(block) : octal(block);
  }

  /** Two's complement, less the first bit, which says that it is this form. */
  private long binary(byte[] block) {
    boolean negative = (block[offset] & 0x40) != 0;
    long value = negative ? -1 : 0;
    for (int i = 0; i < length; i++) {
      int digit = block[offset + i] & 0xff;
      if (i == 0) {
        digit = negative ? digit | 0x80 : digit & 0x7f;
      }
      long high = value >> 55;
      if (high != 0 && high != -1) {
        throw new Malformed("a number in a header has more than 64 bits");
      }
      value = value << 8 | digit;
    }
    return value;
  }

  private long octal(byte[] block) {
    int at = offset;
    int end = offset + length;
    while (at < end && block[at] == ' ') {
      at++;
    }
    long value = 0;
    for (; at < end && block[at] != 0 && block[at] != ' '; at++) {
      int digit = block[at] - '0';
      if (digit < 0 || digit > 7) {
        throw new Malformed("a number in a header is not octal");
      }
      value = value << 3 | digit;
    }
    return value;
  }
}
