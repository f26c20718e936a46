package dev.lading.storage.filesystem;

import dev.lading.storage.Durability;
import dev.lading.storage.Key;
import dev.lading.storage.StagedAppend;
import dev.lading.storage.StagedObject;
import dev.lading.storage.StagedObjectGone;
import dev.lading.storage.StagingConflict;
import dev.lading.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/** A file that grows under the staged object's own key and is renamed when it is published. */
record StagedFile(Tree tree, Failures failures, Key key, Path file) implements StagedObject {
  @Override
  public long size() {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public StagedAppend append(long offset) {
    try {
      Disk.WritableFile open = tree.disk().open(file);
      long size = open.size();
      if (size == offset) {
        return new Append(open, offset);
      }
      open.close();
      throw new StagingConflict(offset, size);
    } catch (IOException e) {
      throw unwritable(0, e);
    }
  }

  @Override
  public InputStream read() {
    try {
      return Files.newInputStream(file);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  @Override
  public List<Key> publish(Key destination) {
    try {
      tree.touch(file);
      syncBytes();
      tree.move(file, tree.root().resolve(destination));
      return List.of();
    } catch (IOException e) {
      throw unwritable(0, e);
    }
  }

  @Override
  public void discard() {
    try {
      tree.remove(file, Durability.RELAXED);
    } catch (IOException e) {
      throw failures.removing(key, e);
    }
  }

  private void syncBytes() throws IOException {
    if (tree.durability() == Durability.RELAXED) {
      return;
    }
    try (Disk.WritableFile open = tree.disk().open(file)) {
      sync(open::sync);
    }
  }

  /**
   * Once a sync has failed, the kernel may drop the bytes that it could not write and call the next
   * sync a success; so they are not kept for another try.
   */
  private void sync(Aside.Step step) throws IOException {
    try {
      step.run();
    } catch (ClosedChannelException e) {
      throw e;
    } catch (IOException e) {
      discard();
      throw e;
    }
  }

  private StorageException unreadable(IOException e) {
    return e instanceof NoSuchFileException ? new StagedObjectGone(key) : failures.reading(key, e);
  }

  private StorageException unwritable(long bytes, IOException e) {
    return e instanceof NoSuchFileException
        ? new StagedObjectGone(key)
        : failures.writing(key, bytes, e);
  }

  /** Writes at positions, so that a failed write does not move what follows. */
  private final class Append implements StagedAppend {
    private final Disk.WritableFile open;
    private final EarlySync early;
    private long position;

    Append(Disk.WritableFile open, long position) {
      this.open = open;
      this.early = new EarlySync(open);
      this.position = position;
    }

    @Override
    public void write(ByteBuffer bytes) {
      int count = bytes.remaining();
      try {
        open.write(bytes, position);
        position += count;
        if (tree.durability() == Durability.STRICT) {
          sync(() -> early.wrote(count));
        }
      } catch (IOException e) {
        throw unwritable(count, e);
      }
    }

    @Override
    public void close() {
      try (open) {
        sync(early::await);
      } catch (IOException e) {
        throw unwritable(0, e);
      }
    }
  }
}
