package dev.lading.runtime.unpack;

import dev.lading.runtime.posix.RawName;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Where an entry is, as a directory and one name in it. Slashes before and after, {@code .} and
 * {@code ..} are worked off as text, as umoci and containerd do, so that {@code ../x} is {@code x};
 * this makes names plain and not safe, which is the kernel's part.
 *
 * @param parent without a slash at either end; {@code .} for the root
 */
record EntryPath(RawName parent, RawName name) {
  /** Empty when it is the root. */
  static Optional<EntryPath> of(RawName path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.bytes().split("/", -1)) {
      switch (part) {
        case "", "." -> {}
        case ".." -> parts.pollLast();
        default -> parts.addLast(part);
      }
    }
    if (parts.isEmpty()) {
      return Optional.empty();
    }
    String name = parts.removeLast();
    String parent = parts.isEmpty() ? "." : String.join("/", parts);
    return Optional.of(new EntryPath(new RawName(parent), new RawName(name)));
  }

  /** From the root. */
  RawName whole() {
    return parent.bytes().equals(".") ? name : new RawName(parent.bytes() + "/" + name.bytes());
  }
}
