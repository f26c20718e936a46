package dev.lading.runtime.unpack.tar;

import dev.lading.runtime.posix.RawName;
import java.util.Map;

/**
 * One file, as the tar has it: nothing of it is checked but that it is well-formed.
 *
 * @param path as written, perhaps with leading and trailing slashes, {@code .} and {@code ..}
 */
public record TarEntry(RawName path, Type type, Metadata metadata) {
  /** What sort of file it is. */
  public sealed interface Type {}

  /**
   * A regular file; its bytes are read with {@link TarReader#contents}.
   *
   * @param size with its holes
   */
  public record RegularFile(long size) implements Type {}

  public record Directory() implements Type {}

  public record Symlink(RawName target) implements Type {}

  /**
   * One more name of a file.
   *
   * @param target a path from the root of the tar
   */
  public record HardLink(RawName target) implements Type {}

  public record Pipe() implements Type {}

  public record CharacterDevice(long major, long minor) implements Type {}

  public record BlockDevice(long major, long minor) implements Type {}

  /**
   * @param mode permissions with setuid, setgid and sticky, and nothing else
   * @param attributes extended attributes by name, with the name space ({@code user.})
   */
  public record Metadata(
      int mode, long owner, long group, TarTime modified, Map<RawName, byte[]> attributes) {
    public Metadata {
      attributes = Map.copyOf(attributes);
    }
  }
}
