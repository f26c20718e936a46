package dev.lading.runtime.posix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A directory as the root of all paths and links in it, to read single files of it, {@code
 * /etc/passwd} among them. Nobody may change it meanwhile.
 *
 * @param path leads to it, links followed
 */
public record RootDirectory(Path path) {
  /**
   * The bytes of a file, found as a process would whose root this is. Devices and pipes are not
   * opened.
   *
   * @param file with or without a leading slash
   * @return empty when there is nothing, or no regular file
   * @throws PosixException.TooLarge when it has more bytes than that
   * @throws PosixException.CallFailed when it cannot be read, or there is no such directory
   */
  public Optional<byte[]> read(String file, int limitBytes) {
    try {
      return PlainPath.read(path, file, limitBytes);
    } catch (IOException _) {
      return readByKernel(RawName.of(file), limitBytes); // a link, say; or the same error, by name
    }
  }

  private Optional<byte[]> readByKernel(RawName file, int limitBytes) {
    try (Kernel kernel = Kernel.open();
        Directory directory = Directory.open(kernel, path)) {
      Optional<OpenFile> found = find(directory, file);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      try (OpenFile place = found.get()) {
        return place.stat().isRegular()
            ? Optional.of(read(directory, place, file, limitBytes))
            : Optional.empty();
      }
    }
  }

  /** A path over something that is no directory, or in a circle of links, leads nowhere as well. */
  private static Optional<OpenFile> find(Directory directory, RawName file) {
    try {
      return directory.findWithin(file);
    } catch (PosixException.CallFailed e) {
      if (e.errno().equals(Errno.ENOTDIR) || e.errno().equals(Errno.ELOOP)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static byte[] read(Directory directory, OpenFile place, RawName name, int limitBytes) {
    if (place.stat().size() > limitBytes) {
      throw new PosixException.TooLarge(name, limitBytes);
    }
    try (OpenFile file = directory.toRead(place)) {
      return file.readAll(limitBytes);
    }
  }
}
