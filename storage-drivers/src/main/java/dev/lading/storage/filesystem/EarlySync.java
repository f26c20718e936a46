package dev.lading.storage.filesystem;

import java.io.IOException;
import java.util.Optional;

/**
 * Gets a growing file to the disk while it is still growing, so that its sync at the end is short.
 * At most one sync runs at a time. For one writing thread.
 */
final class EarlySync {
  private static final long STRIDE_BYTES = 32 << 20;

  private final Disk.WritableFile file;
  private long waitingBytes;
  private Optional<Aside> running = Optional.empty();

  EarlySync(Disk.WritableFile file) {
    this.file = file;
  }

  /**
   * Notes that so many bytes more are in the file.
   *
   * @throws IOException when an earlier sync failed
   */
  void wrote(long bytes) throws IOException {
    waitingBytes += bytes;
    if (waitingBytes >= STRIDE_BYTES && running.map(Aside::isDone).orElse(true)) {
      await();
      waitingBytes = 0;
      running = Optional.of(Aside.start(file::sync));
    }
  }

  /**
   * Waits until none is running.
   *
   * @throws IOException when the last one failed; told only once
   */
  void await() throws IOException {
    Optional<Aside> last = running;
    running = Optional.empty();
    if (last.isPresent()) {
      last.get().await();
    }
  }
}
