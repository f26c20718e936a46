package dev.lading.content.store;

import dev.lading.storage.BlobSource;
import dev.lading.storage.Fence;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ObjectInfo;
import dev.lading.storage.StagedObject;
import dev.lading.storage.StorageDriver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A driver that does what another does; for those that do one thing otherwise. */
class ForwardingDriver implements StorageDriver {
  private final StorageDriver driver;

  ForwardingDriver(StorageDriver driver) {
    this.driver = driver;
  }

  @Override
  public Optional<ObjectInfo> find(Key key) {
    return driver.find(key);
  }

  @Override
  public Optional<byte[]> read(Key key, int limitBytes) {
    return driver.read(key, limitBytes);
  }

  @Override
  public Optional<BlobSource> source(Key key) {
    return driver.source(key);
  }

  @Override
  public void write(Key key, byte[] bytes) {
    driver.write(key, bytes);
  }

  @Override
  public boolean writeIfAbsent(Key key, byte[] bytes) {
    return driver.writeIfAbsent(key, bytes);
  }

  @Override
  public void writeTransient(Key key, byte[] bytes) {
    driver.writeTransient(key, bytes);
  }

  @Override
  public boolean copy(Key from, Key to) {
    return driver.copy(from, to);
  }

  @Override
  public List<ListedObject> list(Key prefix, Optional<Key> after, int limit) {
    return driver.list(prefix, after, limit);
  }

  @Override
  public List<String> children(Key prefix, Optional<String> after, int limit) {
    return driver.children(prefix, after, limit);
  }

  @Override
  public void delete(Key key) {
    driver.delete(key);
  }

  @Override
  public Fence fence(Duration window) {
    return driver.fence(window);
  }

  @Override
  public void deleteTransient(Key key) {
    driver.deleteTransient(key);
  }

  @Override
  public void deleteBelow(Key prefix) {
    driver.deleteBelow(prefix);
  }

  @Override
  public void deleteBelowTransient(Key prefix) {
    driver.deleteBelowTransient(prefix);
  }

  @Override
  public StagedObject stage(Key key) {
    return driver.stage(key);
  }

  @Override
  public Optional<StagedObject> staged(Key key) {
    return driver.staged(key);
  }

  @Override
  public void close() {
    driver.close();
  }
}
