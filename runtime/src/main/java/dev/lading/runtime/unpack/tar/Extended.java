package dev.lading.runtime.unpack.tar;

import dev.lading.runtime.posix.RawName;
import java.util.Optional;

/** What the headers before an entry's own say of it. */
final class Extended {
  private final PaxRecords pax = new PaxRecords();
  private Optional<RawName> path = Optional.empty();
  private Optional<RawName> link = Optional.empty();
  private boolean any;

  void addPax(byte[] header) {
    pax.add(header);
    any = true;
  }

  void setPath(RawName longName) {
    path = Optional.of(longName);
    any = true;
  }

  void setLink(RawName longName) {
    link = Optional.of(longName);
    any = true;
  }

  boolean isEmpty() {
    return !any;
  }

  PaxRecords pax() {
    return pax;
  }

  RawName path(TarHeader header) {
    return pax.name("GNU.sparse.name")
        .or(() -> pax.name("path"))
        .or(() -> path)
        .orElseGet(header::path);
  }

  RawName link(TarHeader header) {
    return pax.name("linkpath").or(() -> link).orElseGet(header::link);
  }
}
