package dev.lading.runtime.unpack;

import dev.lading.runtime.posix.RawName;
import java.util.HashSet;
import java.util.Set;

/**
 * The names that the layer in hand has made: its whiteouts are not meant for them. The lowest layer
 * has nothing below it to be hidden, and remembers none. Mutable; for one thread.
 */
final class ThisLayer {
  private final boolean isLowest;
  private final Set<Made> made = new HashSet<>();

  private record Made(long directoryInode, RawName name) {}

  ThisLayer(boolean isLowest) {
    this.isLowest = isLowest;
  }

  boolean isLowest() {
    return isLowest;
  }

  void add(Place in, RawName name) {
    if (!isLowest) {
      made.add(new Made(in.inode(), name));
    }
  }

  boolean has(long directoryInode, RawName name) {
    return made.contains(new Made(directoryInode, name));
  }
}
