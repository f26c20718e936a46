package dev.lading.runtime.unpack.tar;

import dev.lading.runtime.unpack.tar.TarException.Malformed;
import dev.lading.runtime.unpack.tar.TarException.TooLong;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the bytes of a sparse file belong.
 *
 * @param size of the file with its holes
 * @param extents ascending, none over another
 * @see <a href="https://www.gnu.org/software/tar/manual/html_node/Sparse-Formats.html">GNU tar,
 *     Storing Sparse Files</a>
 */
record SparseMap(long size, List<Extent> extents) {
  private static final TarField IN_HEADER = new TarField(386, 4 * 24);
  private static final int HEADER_IS_EXTENDED = 482;
  private static final TarField REAL_SIZE = new TarField(483, 12);
  private static final TarField IN_EXTENSION = new TarField(0, 21 * 24);
  private static final int EXTENSION_IS_EXTENDED = 504;
  private static final int FIELD = 12;
  private static final int MOST_DIGITS = 20;

  SparseMap {
    extents = List.copyOf(extents);
  }

  /**
   * The map of a file that may have none: then it is one extent.
   *
   * @param stored how many bytes there are between its header and the next
   * @param input after the header; what is read of it is the map
   */
  static SparseMap of(
      TarHeader header, PaxRecords pax, long stored, TarInput input, int limitBytes) {
    if (header.type() == 'S' && header.isGnu()) {
      return ofGnuHeader(header, input, limitBytes).holding(stored);
    }
    if (pax.text("GNU.sparse.major").equals(Optional.of("1"))) {
      return ofContents(pax, stored, input, limitBytes);
    }
    if (pax.has("GNU.sparse.size") || pax.has("GNU.sparse.map")) {
      return ofRecords(pax).holding(stored);
    }
    return new SparseMap(stored, List.of(new Extent(0, stored)));
  }

  private SparseMap holding(long stored) {
    if (extents.stream().mapToLong(Extent::length).sum() != stored) {
      throw new Malformed("a sparse file has other bytes than its map");
    }
    return this;
  }

  /** Further blocks of it come before the bytes of the file, and do not count as these. */
  private static SparseMap ofGnuHeader(TarHeader header, TarInput input, int limitBytes) {
    List<Long> numbers = new ArrayList<>();
    addFields(header.block(), IN_HEADER, numbers);
    boolean extended = header.block()[HEADER_IS_EXTENDED] != 0;
    int bytes = 0;
    while (extended) {
      bytes += TarHeader.BYTES;
      if (bytes > limitBytes) {
        throw new TooLong(limitBytes);
      }
      byte[] block = input.bytes(TarHeader.BYTES);
      addFields(block, IN_EXTENSION, numbers);
      extended = block[EXTENSION_IS_EXTENDED] != 0;
    }
    return of(REAL_SIZE.number(header.block()), numbers);
  }

  /** Forms 0.0 and 0.1, whose map is in the extended header. */
  private static SparseMap ofRecords(PaxRecords pax) {
    List<Long> numbers = new ArrayList<>(pax.sparseMap());
    pax.text("GNU.sparse.map")
        .ifPresent(
            map -> {
              for (String number : map.split(",", -1)) {
                numbers.add(PaxRecords.decimal(number, "GNU.sparse.map"));
              }
            });
    return of(pax.number("GNU.sparse.size").orElse(-1L), numbers);
  }

  /** Form 1.0, whose map is before the bytes of the file, in whole blocks that count as these. */
  private static SparseMap ofContents(PaxRecords pax, long stored, TarInput input, int limitBytes) {
    SparseLines lines = new SparseLines(input, limitBytes);
    long count = lines.next();
    if (count < 0 || count > limitBytes) {
      throw new TooLong(limitBytes);
    }
    List<Long> numbers = new ArrayList<>();
    for (long i = 0; i < 2 * count; i++) {
      numbers.add(lines.next());
    }
    return of(pax.number("GNU.sparse.realsize").orElse(-1L), numbers)
        .holding(stored - lines.readBytes());
  }

  private static void addFields(byte[] block, TarField fields, List<Long> numbers) {
    int end = fields.offset() + fields.length();
    for (int at = fields.offset(); at < end && block[at] != 0; at += FIELD) {
      numbers.add(new TarField(at, FIELD).number(block));
    }
  }

  private static SparseMap of(long size, List<Long> numbers) {
    TarHeader.notNegative(size);
    List<Extent> extents = new ArrayList<>();
    long end = 0;
    for (int i = 0; i + 1 < numbers.size(); i += 2) {
      Extent extent = new Extent(numbers.get(i), numbers.get(i + 1));
      boolean fits =
          extent.offset() >= end
              && extent.length() >= 0
              && extent.offset() <= size
              && extent.length() <= size - extent.offset();
      if (!fits) {
        throw new Malformed("the map of a sparse file is out of order");
      }
      end = extent.offset() + extent.length();
      extents.add(extent);
    }
    if (numbers.size() % 2 != 0) {
      throw new Malformed("the map of a sparse file is cut off");
    }
    return new SparseMap(size, extents);
  }

  /** Decimal numbers by the line. */
  private static final class SparseLines {
    private final TarInput input;
    private final int limitBytes;
    private byte[] block = new byte[0];
    private int at;
    private int readBytes;

    SparseLines(TarInput input, int limitBytes) {
      this.input = input;
      this.limitBytes = limitBytes;
    }

    long next() {
      StringBuilder digits = new StringBuilder();
      for (char c = character(); c != '\n'; c = character()) {
        if (digits.length() == MOST_DIGITS) {
          throw new Malformed("the map of a sparse file has no numbers");
        }
        digits.append(c);
      }
      return PaxRecords.decimal(digits.toString(), "map");
    }

    int readBytes() {
      return readBytes;
    }

    private char character() {
      if (at == block.length) {
        readBytes += TarHeader.BYTES;
        if (readBytes > limitBytes) {
          throw new TooLong(limitBytes);
        }
        block = input.bytes(TarHeader.BYTES);
        at = 0;
      }
      return (char) (block[at++] & 0xff);
    }
  }
}
