package dev.lading.runtime.posix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.Optional;
import java.util.Set;

/**
 * A path without links in it, looked up by the JDK's own {@code openat}, name by name. It is ready
 * at once, where the way to {@link Kernel} takes as long as all the rest of a short command.
 */
final class PlainPath {
  private PlainPath() {}

  /**
   * @param file with or without a leading slash
   * @return empty when there is nothing
   * @throws IOException when it is no plain file, or cannot be read: then the kernel has to say
   *     where the path leads
   * @throws PosixException.TooLarge when it has more bytes than that
   */
  static Optional<byte[]> read(Path root, String file, int limitBytes) throws IOException {
    Path path = Path.of("/", file);
    if (path.getNameCount() == 0 || !path.equals(path.normalize())) {
      throw new FileSystemException(file, null, "not a plain path");
    }
    try (DirectoryStream<Path> directory = Files.newDirectoryStream(root)) {
      return find((SecureDirectoryStream<Path>) directory, path, limitBytes);
    }
  }

  private static Optional<byte[]> find(
      SecureDirectoryStream<Path> directory, Path path, int limitBytes) throws IOException {
    try {
      return Optional.of(read(directory, path, limitBytes));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private static byte[] read(SecureDirectoryStream<Path> directory, Path path, int limitBytes)
      throws IOException {
    Path name = path.getName(0);
    if (path.getNameCount() > 1) {
      try (SecureDirectoryStream<Path> below =
          directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
        return read(below, path.subpath(1, path.getNameCount()), limitBytes);
      }
    }
    BasicFileAttributeView view =
        directory.getFileAttributeView(
            name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (!view.readAttributes().isRegularFile()) {
      throw new FileSystemException(path.toString(), null, "not a regular file");
    }
    return bytes(directory, name, limitBytes);
  }

  private static byte[] bytes(SecureDirectoryStream<Path> directory, Path name, int limitBytes)
      throws IOException {
    try (SeekableByteChannel file =
        directory.newByteChannel(
            name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      if (file.size() > limitBytes) {
        throw new PosixException.TooLarge(RawName.of(name.toString()), limitBytes);
      }
      ByteBuffer bytes = ByteBuffer.allocate((int) file.size());
      while (bytes.hasRemaining() && file.read(bytes) >= 0) {}
      return bytes.array();
    }
  }
}
