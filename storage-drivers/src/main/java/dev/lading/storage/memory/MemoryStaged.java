package dev.lading.storage.memory;

import dev.lading.storage.BlobSource;
import dev.lading.storage.Key;
import dev.lading.storage.ObjectInfo;
import dev.lading.storage.StagedAppend;
import dev.lading.storage.StagedObject;
import dev.lading.storage.StagedObjectGone;
import dev.lading.storage.StagingConflict;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Bytes that grow inside a {@link MemoryDriver}. */
record MemoryStaged(MemoryDriver driver, Key key) implements StagedObject {
  @Override
  public long size() {
    return driver.find(key).map(ObjectInfo::size).orElseThrow(this::gone);
  }

  @Override
  public StagedAppend append(long offset) {
    long size = size();
    if (offset != size) {
      throw new StagingConflict(offset, size);
    }
    return new Append();
  }

  @Override
  public InputStream read() {
    try {
      BlobSource source = driver.source(key).orElseThrow(this::gone);
      return source.open(0, source.size());
    } catch (IOException e) {
      throw new StorageUnavailable("reading " + key + " failed", e);
    }
  }

  @Override
  public List<Key> publish(Key destination) {
    if (!driver.move(key, destination)) {
      throw gone();
    }
    return List.of();
  }

  @Override
  public void discard() {
    driver.delete(key);
  }

  private StagedObjectGone gone() {
    return new StagedObjectGone(key);
  }

  private final class Append implements StagedAppend {
    @Override
    public void write(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      if (!driver.append(key, copy)) {
        throw gone();
      }
    }

    @Override
    public void close() {}
  }
}
