package dev.lading.content.interleaving;

import dev.lading.storage.Key;
import dev.lading.storage.ObjectInfo;
import dev.lading.storage.StagedAppend;
import dev.lading.storage.StagedObject;
import dev.lading.storage.StagedObjectGone;
import dev.lading.storage.StagingConflict;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** Staged bytes as a memory keeps them: an object that grows, and moves by one step. */
record SteppedStaged(SteppedDriver driver, Key key) implements StagedObject {
  @Override
  public long size() {
    return driver.find(key).map(ObjectInfo::size).orElseThrow(() -> new StagedObjectGone(key));
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
    return new ByteArrayInputStream(
        driver
            .bytes(key, Integer.MAX_VALUE)
            .orElseThrow(() -> new StagedObjectGone(key))
            .toArray());
  }

  @Override
  public List<Key> publish(Key destination) {
    Footprint moved = driver.writing(destination).and(driver.writing(key));
    driver.take(
        "publish",
        destination,
        key.path(),
        moved.and(SteppedDriver.reading(key)),
        site -> {
          site.write(destination, present(site));
          site.delete(key);
          return true;
        });
    return List.of();
  }

  @Override
  public void discard() {
    driver.delete(key);
  }

  private Bytes present(Site site) {
    return site.read(key).orElseThrow(() -> new StagedObjectGone(key));
  }

  private final class Append implements StagedAppend {
    @Override
    public void write(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      driver.take(
          "append",
          key,
          Bytes.of(copy),
          driver.writing(key).and(SteppedDriver.reading(key)),
          site -> {
            site.write(key, present(site).plus(copy));
            return true;
          });
    }

    @Override
    public void close() {}
  }
}
