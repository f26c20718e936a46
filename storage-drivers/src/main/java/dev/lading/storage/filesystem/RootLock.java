package dev.lading.storage.filesystem;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.lading.storage.RootInUse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to be the one process at a root: a lock on a file that says who its holder is. The
 * kernel drops it when the holder ends, however that comes about.
 */
final class RootLock implements AutoCloseable {
  private static final int HOLDER_LIMIT_BYTES = 4096;

  // Lock files of this process and their holders. Static, because these locks belong to the process
  // and closing any descriptor of the file drops them: a second driver must not even open it.
  private static final ConcurrentHashMap<Path, String> HELD = new ConcurrentHashMap<>();

  private final Path file;
  private final FileChannel channel;

  private RootLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /**
   * @param file made when it is not there; its real path, that is, without symbolic links
   * @param holder what others are told while the lock is held
   * @throws RootInUse when it is held, by another process or by this one
   */
  static RootLock acquire(Path root, Path file, String holder) throws IOException {
    String inThisProcess = HELD.putIfAbsent(file, holder);
    if (inThisProcess != null) {
      throw new RootInUse(root, inThisProcess);
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, CREATE, READ, WRITE);
      if (channel.tryLock() == null) {
        throw new RootInUse(root, read(channel));
      }
      ByteBuffer text = UTF_8.encode(holder + "\n");
      channel.truncate(channel.write(text, 0));
      return new RootLock(file, channel);
    } catch (IOException | RootInUse e) {
      HELD.remove(file);
      if (channel != null) {
        channel.close();
      }
      throw e;
    }
  }

  /** Lets go of the lock. */
  @Override
  public void close() throws IOException {
    channel.close();
    HELD.remove(file);
  }

  private static String read(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(HOLDER_LIMIT_BYTES);
    channel.read(text, 0);
    return UTF_8.decode(text.flip()).toString().strip();
  }
}
