package dev.lading.storage.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A disk without power supply of its own: everything is really there, nothing is really synced, and
 * a model knows what would be left. Numbers the syncs, and can forget one of them. One thread.
 */
final class SimulatedDisk implements Disk {
  private final Disk disk = new NioDisk();
  private final PosixModel model;
  private final int forgottenSync;
  private final Runnable afterEachStep;
  private final Deque<Runnable> beforeNextDirectorySync = new ArrayDeque<>();
  private int syncs;

  /**
   * @param forgottenSync the number of a sync that reports success and does nothing
   */
  SimulatedDisk(PosixModel model, int forgottenSync, Runnable afterEachStep) {
    this.model = model;
    this.forgottenSync = forgottenSync;
    this.afterEachStep = afterEachStep;
  }

  /** How many syncs there were. */
  int syncs() {
    return syncs;
  }

  /** To be run once, in the midst of a step: what another thread does at that moment. */
  void beforeNextDirectorySync(Runnable interlude) {
    beforeNextDirectorySync.add(interlude);
  }

  @Override
  public WritableFile create(Path file) throws IOException {
    WritableFile real = disk.create(file);
    step(() -> model.create(file));
    return new SimulatedFile(real, file);
  }

  @Override
  public WritableFile open(Path file) throws IOException {
    return new SimulatedFile(disk.open(file), file);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    disk.rename(from, to);
    step(() -> model.rename(from, to));
  }

  @Override
  public void link(Path file, Path name) throws IOException {
    disk.link(file, name);
    step(() -> model.link(file, name));
  }

  @Override
  public void touch(Path file, Instant time) throws IOException {
    disk.touch(file, time);
  }

  @Override
  public void removeFile(Path file) throws IOException {
    disk.removeFile(file);
    step(() -> model.remove(file));
  }

  @Override
  public void makeDirectory(Path directory) throws IOException {
    disk.makeDirectory(directory);
    step(() -> model.makeDirectory(directory));
  }

  @Override
  public void removeDirectory(Path directory) throws IOException {
    disk.removeDirectory(directory);
    step(() -> model.remove(directory));
  }

  @Override
  public void syncDirectories(List<Path> directories) throws IOException {
    Runnable interlude = beforeNextDirectorySync.poll();
    if (interlude != null) {
      interlude.run();
    }
    for (Path directory : directories) {
      if (!Files.isDirectory(directory)) {
        throw new NoSuchFileException(directory.toString());
      }
    }
    for (Path directory : directories) {
      sync(() -> model.syncDirectory(directory));
    }
  }

  @Override
  public void syncAll(Path path) {
    sync(model::syncAll);
  }

  @Override
  public boolean isFull(Path probe, long bytes) {
    return false;
  }

  private void sync(Runnable change) {
    if (syncs++ != forgottenSync) {
      change.run();
    }
    afterEachStep.run();
  }

  private void step(Runnable change) {
    change.run();
    afterEachStep.run();
  }

  private final class SimulatedFile implements WritableFile {
    private final WritableFile real;
    private final Path file;

    SimulatedFile(WritableFile real, Path file) {
      this.real = real;
      this.file = file;
    }

    @Override
    public long size() throws IOException {
      return real.size();
    }

    @Override
    public void write(ByteBuffer bytes, long position) throws IOException {
      byte[] written = new byte[bytes.remaining()];
      bytes.duplicate().get(written);
      real.write(bytes, position);
      step(() -> model.write(file, written, position));
    }

    @Override
    public void sync() {
      SimulatedDisk.this.sync(() -> model.sync(file));
    }

    @Override
    public void close() throws IOException {
      real.close();
    }
  }
}
