package dev.lading.content.store;

import dev.lading.storage.BlobSource;
import dev.lading.storage.Fence;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ObjectInfo;
import dev.lading.storage.ObjectWriter;
import dev.lading.storage.StagedAppend;
import dev.lading.storage.StagedObject;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.TooManyParts;
import dev.lading.storage.Unfinished;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A driver whose every call is told to a watcher first, which may note it, throw, or change the
 * store under the caller's feet.
 */
final class WatchedDriver implements StorageDriver {
  /** What a call does, as far as a watcher cares. */
  enum Verb {
    FIND,
    READ,
    SOURCE,
    LIST,
    WRITE,
    WRITE_TRANSIENT,
    COPY,
    DELETE,
    DELETE_TRANSIENT,
    DELETE_FENCED,
    DELETE_BELOW,
    STAGE,
    APPEND,
    PUBLISH,
    DISCARD
  }

  /** Told before a call; what it throws, the call throws. */
  @FunctionalInterface
  interface Watcher {
    void before(Verb verb, Key key);
  }

  private final StorageDriver driver;
  private volatile Watcher watcher = (_, _) -> {};

  WatchedDriver(StorageDriver driver) {
    this.driver = driver;
  }

  void watch(Watcher next) {
    watcher = next;
  }

  void unwatch() {
    watcher = (_, _) -> {};
  }

  @Override
  public Optional<ObjectInfo> find(Key key) {
    watcher.before(Verb.FIND, key);
    return driver.find(key);
  }

  @Override
  public Unfinished removeUnfinished(Key prefix, Instant begunBefore) {
    return driver.removeUnfinished(prefix, begunBefore);
  }

  @Override
  public Optional<byte[]> read(Key key, int limitBytes) {
    watcher.before(Verb.READ, key);
    return driver.read(key, limitBytes);
  }

  @Override
  public Optional<BlobSource> source(Key key) {
    watcher.before(Verb.SOURCE, key);
    return driver.source(key);
  }

  @Override
  public void write(Key key, byte[] bytes) {
    watcher.before(Verb.WRITE, key);
    driver.write(key, bytes);
  }

  @Override
  public boolean writeIfAbsent(Key key, byte[] bytes) {
    watcher.before(Verb.WRITE, key);
    return driver.writeIfAbsent(key, bytes);
  }

  @Override
  public void writeTransient(Key key, byte[] bytes) {
    watcher.before(Verb.WRITE_TRANSIENT, key);
    driver.writeTransient(key, bytes);
  }

  /** Told with what is made. */
  @Override
  public boolean copy(Key from, Key to) {
    watcher.before(Verb.COPY, to);
    return driver.copy(from, to);
  }

  @Override
  public List<ListedObject> list(Key prefix, Optional<Key> after, int limit) {
    watcher.before(Verb.LIST, prefix);
    return driver.list(prefix, after, limit);
  }

  @Override
  public List<String> children(Key prefix, Optional<String> after, int limit) {
    watcher.before(Verb.LIST, prefix);
    return driver.children(prefix, after, limit);
  }

  @Override
  public void delete(Key key) {
    watcher.before(Verb.DELETE, key);
    driver.delete(key);
  }

  @Override
  public void deleteTransient(Key key) {
    watcher.before(Verb.DELETE_TRANSIENT, key);
    driver.deleteTransient(key);
  }

  @Override
  public Fence fence(Duration window) {
    Fence fence = driver.fence(window);
    return key -> {
      watcher.before(Verb.DELETE_FENCED, key);
      return fence.delete(key);
    };
  }

  @Override
  public void deleteBelow(Key prefix) {
    watcher.before(Verb.DELETE_BELOW, prefix);
    driver.deleteBelow(prefix);
  }

  @Override
  public void deleteBelowTransient(Key prefix) {
    watcher.before(Verb.DELETE_BELOW, prefix);
    driver.deleteBelowTransient(prefix);
  }

  @Override
  public void deleteBelowTransient(Key prefix, Collection<Key> known) {
    watcher.before(Verb.DELETE_BELOW, prefix);
    driver.deleteBelowTransient(prefix, known);
  }

  @Override
  public StagedObject stage(Key key) {
    watcher.before(Verb.STAGE, key);
    return new Staged(driver.stage(key));
  }

  @Override
  public Optional<StagedObject> staged(Key key) {
    watcher.before(Verb.FIND, key);
    return driver.staged(key).map(Staged::new);
  }

  /** As a store that makes objects of parts; else the bytes are staged. */
  @Override
  public ObjectWriter writer(Key key, Key staging, OptionalLong size) {
    if (size.orElse(0) > TestStore.PARTS_LIMIT) {
      throw new TooManyParts(TestStore.PARTS_LIMIT);
    }
    return StorageDriver.super.writer(key, staging, size);
  }

  @Override
  public void close() {
    driver.close();
  }

  private final class Staged implements StagedObject {
    private final StagedObject staged;

    Staged(StagedObject staged) {
      this.staged = staged;
    }

    @Override
    public Key key() {
      return staged.key();
    }

    @Override
    public long size() {
      return staged.size();
    }

    @Override
    public StagedAppend append(long offset) {
      StagedAppend append = staged.append(offset);
      return new StagedAppend() {
        @Override
        public void write(ByteBuffer bytes) {
          watcher.before(Verb.APPEND, staged.key());
          append.write(bytes);
        }

        @Override
        public void close() {
          append.close();
        }
      };
    }

    @Override
    public InputStream read() {
      watcher.before(Verb.READ, staged.key());
      return staged.read();
    }

    @Override
    public List<Key> publish(Key destination) {
      watcher.before(Verb.PUBLISH, destination);
      return staged.publish(destination);
    }

    @Override
    public void discard() {
      watcher.before(Verb.DISCARD, staged.key());
      staged.discard();
    }
  }
}
