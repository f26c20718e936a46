package dev.lading.server.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where the socket of a registry is: {@code control.sock} in the directory of its own files. The
 * address of a socket has 107 bytes at most; where that is too little it is in a directory of its
 * own for temporary files, which the file {@code control} names.
 *
 * <p>A socket is made where nobody else may enter, and gets its name when only its owner may
 * connect. What a killed registry left under that name is replaced: whoever makes one has the lock
 * of the store.
 *
 * @param channel listens
 * @param socket its file
 * @param files all that was made for it, in the order in which it can be deleted
 */
record SocketPlace(ServerSocketChannel channel, Path socket, List<Path> files) {
  private static final int LONGEST_PATH_BYTES = 107;
  private static final int LONGEST_POINTER_BYTES = 4096;
  private static final String SOCKET = "control.sock";
  private static final String POINTER = "control";
  private static final Set<PosixFilePermission> OWNERS_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNERS_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  /**
   * Makes a socket that listens.
   *
   * @param directory is there, and has {@code tmp/}
   * @throws IOException when the file system has none, among other reasons
   */
  static SocketPlace make(Path directory) throws IOException {
    Path own = directory.toRealPath();
    removeFormer(own.resolve(POINTER));
    Path hidden = own.resolve("tmp").resolve(POINTER);
    return fits(hidden.resolve(SOCKET)) ? inStore(own, hidden) : elsewhere(own);
  }

  /** The socket of the registry that runs, or ran, there. */
  static Optional<Path> find(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    Path own = directory.toRealPath();
    return pointed(own.resolve(POINTER))
        .or(() -> Optional.of(own.resolve(SOCKET)))
        .filter(Files::exists);
  }

  /** Stops listening, and leaves nothing behind. */
  void remove() throws IOException {
    channel.close();
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }

  private static SocketPlace inStore(Path own, Path hidden) throws IOException {
    Files.deleteIfExists(hidden.resolve(SOCKET));
    Files.deleteIfExists(hidden);
    Files.createDirectory(hidden, PosixFilePermissions.asFileAttribute(OWNERS_DIRECTORY));
    ServerSocketChannel channel = listen(hidden.resolve(SOCKET));
    Path socket = own.resolve(SOCKET);
    try {
      Files.move(hidden.resolve(SOCKET), socket, StandardCopyOption.ATOMIC_MOVE);
      Files.delete(hidden);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new SocketPlace(channel, socket, List.of(socket));
  }

  private static SocketPlace elsewhere(Path own) throws IOException {
    Files.deleteIfExists(own.resolve(SOCKET));
    Path hidden =
        Files.createTempDirectory(
            "lading-", PosixFilePermissions.asFileAttribute(OWNERS_DIRECTORY));
    Path socket = hidden.resolve(SOCKET);
    ServerSocketChannel channel = listen(socket);
    Path pointer = own.resolve(POINTER);
    try {
      Path unfinished = own.resolve("tmp").resolve(POINTER + "-place");
      Files.writeString(unfinished, socket + "\n");
      Files.setPosixFilePermissions(unfinished, OWNERS_FILE);
      Files.move(unfinished, pointer, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return new SocketPlace(channel, socket, List.of(pointer, socket, hidden));
  }

  /** What a killed registry left elsewhere. */
  private static void removeFormer(Path pointer) throws IOException {
    Optional<Path> former = pointed(pointer).filter(path -> path.endsWith(SOCKET));
    if (former.isPresent()) {
      Files.deleteIfExists(former.get());
      Optional<Path> hidden = Optional.ofNullable(former.get().getParent());
      if (hidden.filter(Files::isDirectory).isPresent()) {
        Files.delete(hidden.get());
      }
    }
    Files.deleteIfExists(pointer);
  }

  private static ServerSocketChannel listen(Path socket) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(socket));
      Files.setPosixFilePermissions(socket, OWNERS_FILE);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static Optional<Path> pointed(Path pointer) throws IOException {
    try (var in = Files.newInputStream(pointer, StandardOpenOption.READ)) {
      byte[] bytes = in.readNBytes(LONGEST_POINTER_BYTES);
      return Optional.of(Path.of(new String(bytes, StandardCharsets.UTF_8).strip()));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  private static boolean fits(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length <= LONGEST_PATH_BYTES;
  }
}
