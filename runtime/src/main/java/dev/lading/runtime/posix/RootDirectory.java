package dev.lading.runtime.posix;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A directory as the root of all paths and links in it, to read single files of it, {@code
 * /etc/passwd} among them. For one thread at a time; whoever opens it closes it.
 */
public final class RootDirectory implements AutoCloseable {
  private final Kernel kernel;
  private final Directory directory;

  private RootDirectory(Kernel kernel, Directory directory) {
    this.kernel = kernel;
    this.directory = directory;
  }

  /**
   * @param path leads to it, links followed
   * @throws PosixException when it does not, or when this is no Linux
   */
  public static RootDirectory open(Path path) {
    Kernel kernel = Kernel.open();
    try {
      return new RootDirectory(kernel, Directory.open(kernel, path));
    } catch (PosixException e) {
      kernel.close();
      throw e;
    }
  }

  /**
   * The bytes of a file, found as a process would whose root this is. Devices and pipes are not
   * opened.
   *
   * @param path with or without a leading slash
   * @return empty when there is nothing, or no regular file
   * @throws PosixException.TooLarge when it has more bytes than that
   * @throws PosixException.CallFailed when it cannot be read
   */
  public Optional<byte[]> read(String path, int limitBytes) {
    RawName name = RawName.of(path);
    Optional<OpenFile> found = find(name);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (OpenFile place = found.get()) {
      return place.stat().isRegular()
          ? Optional.of(read(place, name, limitBytes))
          : Optional.empty();
    }
  }

  @Override
  public void close() {
    directory.close();
    kernel.close();
  }

  /** A path over something that is no directory, or in a circle of links, leads nowhere as well. */
  private Optional<OpenFile> find(RawName path) {
    try {
      return directory.findWithin(path);
    } catch (PosixException.CallFailed e) {
      if (e.errno().equals(Errno.ENOTDIR) || e.errno().equals(Errno.ELOOP)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private byte[] read(OpenFile place, RawName name, int limitBytes) {
    if (place.stat().size() > limitBytes) {
      throw new PosixException.TooLarge(name, limitBytes);
    }
    try (OpenFile file = directory.toRead(place)) {
      return file.readAll(limitBytes);
    }
  }
}
