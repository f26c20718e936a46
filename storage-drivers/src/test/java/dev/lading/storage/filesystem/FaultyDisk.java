package dev.lading.storage.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A disk with one fault at a time: broken for one call, or full from one call on, so that nothing
 * more can be made. A write that fails has written half; a sync that succeeds does nothing, which
 * nobody notices while there is power. One thread.
 */
final class FaultyDisk implements Disk {
  /** What a failing call was to do, as far as it matters what is left of it. */
  enum Step {
    MAKE,
    REMOVE,
    SYNC_FILE,
    SYNC_DIRECTORY
  }

  private final Disk disk = new NioDisk();
  private int callsUntilFault = Integer.MAX_VALUE;
  private boolean isFull;
  private boolean isInterrupting;
  private boolean isWithoutLinks;
  private Optional<Step> failed = Optional.empty();

  /** Counted from 0. */
  void breakAt(int call) {
    repair();
    callsUntilFault = call;
  }

  /** Counted from 0. */
  void fillUpAt(int call) {
    breakAt(call);
    isFull = true;
  }

  /** The thread is interrupted during that call. Counted from 0. */
  void interruptAt(int call) {
    breakAt(call);
    isInterrupting = true;
  }

  /** For good. */
  void refuseLinks() {
    isWithoutLinks = true;
  }

  void repair() {
    callsUntilFault = Integer.MAX_VALUE;
    isFull = false;
    isInterrupting = false;
    failed = Optional.empty();
  }

  /** Empty when no call has failed yet. */
  Optional<Step> failed() {
    return failed;
  }

  @Override
  public WritableFile create(Path file) throws IOException {
    step(Step.MAKE);
    return new FaultyFile(disk.create(file));
  }

  @Override
  public WritableFile open(Path file) throws IOException {
    return new FaultyFile(disk.open(file));
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    step(Step.MAKE);
    disk.rename(from, to);
  }

  @Override
  public void link(Path file, Path name) throws IOException {
    if (isWithoutLinks) {
      throw new AccessDeniedException(file.toString());
    }
    step(Step.MAKE);
    disk.link(file, name);
  }

  @Override
  public void touch(Path file, Instant time) throws IOException {
    disk.touch(file, time);
  }

  @Override
  public void removeFile(Path file) throws IOException {
    step(Step.REMOVE);
    disk.removeFile(file);
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    step(Step.MAKE);
    disk.makeDirectory(directory);
  }

  @Override
  public void removeDirectory(Path directory) throws IOException {
    step(Step.REMOVE);
    disk.removeDirectory(directory);
  }

  @Override
  public void syncDirectories(List<Path> directories) throws IOException {
    step(Step.SYNC_DIRECTORY);
  }

  @Override
  public void syncAll(Path path) throws IOException {
    step(Step.SYNC_DIRECTORY);
  }

  @Override
  public boolean isFull(Path probe, long bytes) {
    return isFull;
  }

  private void step(Step step) throws IOException {
    boolean fails = isFull ? callsUntilFault <= 0 && step == Step.MAKE : callsUntilFault == 0;
    callsUntilFault--;
    if (fails) {
      failed = Optional.of(step);
      if (isInterrupting) {
        Thread.currentThread().interrupt();
        throw new ClosedByInterruptException();
      }
      throw new IOException("a fault");
    }
  }

  private final class FaultyFile implements WritableFile {
    private final WritableFile file;

    FaultyFile(WritableFile file) {
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return file.size();
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      try {
        step(Step.MAKE);
      } catch (IOException e) {
        file.write(bytes.slice(bytes.position(), bytes.remaining() / 2), position);
        throw e;
      }
      file.write(bytes, position);
    }

    @Override
    public void sync() throws IOException {
      step(Step.SYNC_FILE);
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
