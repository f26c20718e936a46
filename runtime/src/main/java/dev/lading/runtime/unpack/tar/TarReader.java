package dev.lading.runtime.unpack.tar;

import dev.lading.runtime.posix.RawName;
import dev.lading.runtime.unpack.tar.TarEntry.Metadata;
import dev.lading.runtime.unpack.tar.TarException.Malformed;
import dev.lading.runtime.unpack.tar.TarException.TooLong;
import dev.lading.runtime.unpack.tar.TarException.Truncated;
import java.util.List;
import java.util.Optional;

/**
 * The entries of a tar in order. Global extended headers are passed over, as all runtimes do. For
 * one thread; methods throw {@link TarException}, and whatever the source of the bytes does.
 */
public final class TarReader {
  private static final int BLOCK = TarHeader.BYTES;
  private static final int PERMISSIONS = 07777;

  private final TarInput input;
  private final int limitBytes;
  private List<Extent> unread = List.of();
  private long padding;

  /**
   * @param limitBytes how long an extended header, a long name or a sparse file's map may be
   */
  public TarReader(TarBytes bytes, int limitBytes) {
    this.input = new TarInput(bytes);
    this.limitBytes = limitBytes;
  }

  /** Takes bytes of a file; those that are never taken are holes. */
  @FunctionalInterface
  public interface Contents {
    /**
     * @param position in the file; never before what was taken already
     */
    void take(long position, byte[] bytes, int from, int length);
  }

  /**
   * The next entry; contents of the last one that were not read are passed over.
   *
   * @return empty at the end, which is two blocks of zeros or the end of the bytes
   */
  public Optional<TarEntry> next() {
    contents((_, _, _, _) -> {});
    Extended extended = new Extended();
    while (true) {
      Optional<TarHeader> read = header(extended.isEmpty());
      if (read.isEmpty()) {
        return Optional.empty();
      }
      TarHeader header = read.get();
      switch (header.type()) {
        case 'x' -> extended.addPax(payload(header));
        case 'g' -> passOver(header.size());
        case 'L' -> extended.setPath(longName(header));
        case 'K' -> extended.setLink(longName(header));
        default -> {
          return Optional.of(entry(header, extended));
        }
      }
    }
  }

  /** The bytes of the file that {@link #next} was; once. */
  public void contents(Contents contents) {
    for (Extent extent : unread) {
      long[] position = {extent.offset()};
      input.transfer(
          extent.length(),
          (bytes, from, length) -> {
            contents.take(position[0], bytes, from, length);
            position[0] += length;
          });
    }
    input.skipAtMost(padding); // umoci ends tars right after the last byte; the DiffID decides
    unread = List.of();
    padding = 0;
  }

  /** Passes over what comes after the end, too. */
  public void drain() {
    input.drain();
  }

  private Optional<TarHeader> header(boolean mayEnd) {
    if (!input.hasMore()) {
      if (!mayEnd) {
        throw new Truncated();
      }
      return Optional.empty();
    }
    byte[] block = input.bytes(BLOCK);
    if (!TarHeader.isZero(block)) {
      return Optional.of(TarHeader.of(block));
    }
    if (input.hasMore() && !TarHeader.isZero(input.bytes(BLOCK))) {
      throw new Malformed("the end of the tar is in its middle");
    }
    return Optional.empty();
  }

  private byte[] payload(TarHeader header) {
    if (header.size() > limitBytes) {
      throw new TooLong(limitBytes);
    }
    byte[] bytes = input.bytes((int) header.size());
    input.skip(padding(header.size()));
    return bytes;
  }

  /** Up to the zero byte that GNU tar ends it with. */
  private RawName longName(TarHeader header) {
    byte[] bytes = payload(header);
    return new TarField(0, bytes.length).text(bytes);
  }

  private void passOver(long size) {
    input.skip(size);
    input.skip(padding(size));
  }

  private TarEntry entry(TarHeader header, Extended extended) {
    PaxRecords pax = extended.pax();
    RawName path = extended.path(header);
    Metadata metadata =
        new Metadata(
            header.mode() & PERMISSIONS,
            pax.number("uid").orElseGet(header::owner),
            pax.number("gid").orElseGet(header::group),
            pax.time("mtime").orElseGet(header::modified),
            pax.attributes());
    return new TarEntry(path, type(header, extended, path), metadata);
  }

  private TarEntry.Type type(TarHeader header, Extended extended, RawName path) {
    return switch (header.type()) {
      case '0', '\0', '7' ->
          path.bytes().endsWith("/") ? new TarEntry.Directory() : file(header, extended.pax());
      case 'S' -> file(header, extended.pax());
      case '1' -> new TarEntry.HardLink(extended.link(header));
      case '2' -> new TarEntry.Symlink(extended.link(header));
      case '3' -> new TarEntry.CharacterDevice(header.major(), header.minor());
      case '4' -> new TarEntry.BlockDevice(header.major(), header.minor());
      case '5' -> new TarEntry.Directory();
      case '6' -> new TarEntry.Pipe();
      default -> throw new Malformed("the type of %s is not known".formatted(path));
    };
  }

  private TarEntry.RegularFile file(TarHeader header, PaxRecords pax) {
    long stored = TarHeader.notNegative(pax.number("size").orElseGet(header::size));
    SparseMap map = SparseMap.of(header, pax, stored, input, limitBytes);
    unread = map.extents();
    padding = padding(stored);
    return new TarEntry.RegularFile(map.size());
  }

  private static long padding(long size) {
    return -size & (BLOCK - 1);
  }
}
