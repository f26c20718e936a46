package dev.lading.storage.memory;

import dev.lading.storage.BlobSource;
import dev.lading.storage.Fence;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ObjectInfo;
import dev.lading.storage.ObjectTooLarge;
import dev.lading.storage.StagedObject;
import dev.lading.storage.StorageDriver;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Objects in the heap, staged bytes included; each has at most 2 GiB. Safe for any number of
 * threads: one lock, held for no longer than a map is touched or bytes are copied.
 */
public final class MemoryDriver implements StorageDriver {
  private final InstantSource clock;
  private final boolean isShared;

  // Guarded by this. The order is that of whole keys.
  private final TreeMap<String, MemoryObject> objects = new TreeMap<>();

  /**
   * A store of one process: its fences have no end.
   *
   * @param clock what store times are read from
   */
  public MemoryDriver(InstantSource clock) {
    this(clock, false);
  }

  private MemoryDriver(InstantSource clock, boolean isShared) {
    this.clock = clock;
    this.isShared = isShared;
  }

  /**
   * A model of a store that several processes write to: it does nothing of what reaches it through
   * a fence after the end of the window, and says so.
   *
   * @param clock the store's, which store times are read from and fences end by
   */
  public static MemoryDriver shared(InstantSource clock) {
    return new MemoryDriver(clock, true);
  }

  @Override
  public synchronized Optional<ObjectInfo> find(Key key) {
    return Optional.ofNullable(objects.get(key.path())).map(MemoryObject::info);
  }

  @Override
  public synchronized Optional<byte[]> read(Key key, int limitBytes) {
    MemoryObject object = objects.get(key.path());
    if (object != null && object.size() > limitBytes) {
      throw new ObjectTooLarge(key, object.size(), limitBytes);
    }
    return Optional.ofNullable(object).map(MemoryObject::copy);
  }

  @Override
  public synchronized Optional<BlobSource> source(Key key) {
    return Optional.ofNullable(objects.get(key.path())).map(MemorySource::new);
  }

  @Override
  public synchronized void write(Key key, byte[] bytes) {
    objects.put(key.path(), new MemoryObject(bytes.clone(), bytes.length, clock.instant()));
  }

  @Override
  public synchronized boolean writeIfAbsent(Key key, byte[] bytes) {
    if (objects.containsKey(key.path())) {
      return false;
    }
    write(key, bytes);
    return true;
  }

  @Override
  public void writeTransient(Key key, byte[] bytes) {
    write(key, bytes);
  }

  @Override
  public synchronized boolean copy(Key from, Key to) {
    MemoryObject object = objects.get(from.path());
    if (object != null) {
      objects.put(to.path(), new MemoryObject(object.copy(), object.size(), clock.instant()));
    }
    return object != null;
  }

  @Override
  public synchronized List<ListedObject> list(Key prefix, Optional<Key> after, int limit) {
    return below(prefix)
        .filter(e -> after.isEmpty() || e.getKey().compareTo(after.get().path()) > 0)
        .limit(limit)
        .map(e -> new ListedObject(new Key(e.getKey()), e.getValue().info()))
        .toList();
  }

  @Override
  public synchronized List<String> children(Key prefix, Optional<String> after, int limit) {
    int start = prefix.path().length() + 1;
    TreeSet<String> names = new TreeSet<>();
    below(prefix)
        .map(e -> e.getKey().substring(start).split("/", 2)[0])
        .filter(name -> after.isEmpty() || name.compareTo(after.get()) > 0)
        .forEach(names::add);
    return names.stream().limit(limit).toList();
  }

  @Override
  public synchronized void delete(Key key) {
    objects.remove(key.path());
  }

  @Override
  public void deleteTransient(Key key) {
    delete(key);
  }

  @Override
  public Fence fence(Duration window) {
    if (!isShared) {
      return StorageDriver.super.fence(window);
    }
    Fence.requireWindow(window);
    Instant end = clock.instant().plus(window);
    return key -> deleteUntil(end, key);
  }

  @Override
  public synchronized void deleteBelow(Key prefix) {
    List<String> doomed = below(prefix).map(Map.Entry::getKey).toList();
    doomed.forEach(objects::remove);
  }

  @Override
  public void deleteBelowTransient(Key prefix) {
    deleteBelow(prefix);
  }

  @Override
  public synchronized StagedObject stage(Key key) {
    if (objects.containsKey(key.path())) {
      throw new IllegalArgumentException(key + " was used before");
    }
    write(key, new byte[0]);
    return new MemoryStaged(this, key);
  }

  @Override
  public synchronized Optional<StagedObject> staged(Key key) {
    return find(key).map(_ -> new MemoryStaged(this, key));
  }

  @Override
  public void close() {}

  private synchronized boolean deleteUntil(Instant end, Key key) {
    if (clock.instant().isAfter(end)) {
      return false;
    }
    delete(key);
    return true;
  }

  private Stream<Map.Entry<String, MemoryObject>> below(Key prefix) {
    String start = prefix.path() + "/";
    return objects.tailMap(start, true).entrySet().stream()
        .takeWhile(e -> e.getKey().startsWith(start));
  }

  /** Appends to what is staged at {@code key}; false when it is gone. */
  synchronized boolean append(Key key, byte[] bytes) {
    return objects.computeIfPresent(key.path(), (_, old) -> old.append(bytes, clock.instant()))
        != null;
  }

  /** False when nothing is at {@code from}. */
  synchronized boolean move(Key from, Key to) {
    MemoryObject object = objects.remove(from.path());
    if (object != null) {
      objects.put(to.path(), new MemoryObject(object.array(), object.size(), clock.instant()));
    }
    return object != null;
  }

  private record MemorySource(MemoryObject object) implements BlobSource.Streamed {
    @Override
    public long size() {
      return object.size();
    }

    @Override
    public InputStream open(long offset, long length) {
      BlobSource.requireWithin(offset, length, size());
      return new ByteArrayInputStream(object.array(), (int) offset, (int) length);
    }

    @Override
    public void close() {}
  }
}
