package dev.lading.content.interleaving;

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
import java.util.List;
import java.util.Optional;

/**
 * A driver whose every verb is one step, but for removing all below a prefix, which no store does
 * at once: that is a listing, and one step for each object.
 */
final class SteppedDriver implements StorageDriver {
  private final Steps steps;
  private final Timing timing;

  SteppedDriver(Steps steps, Timing timing) {
    this.steps = steps;
    this.timing = timing;
  }

  @Override
  public Optional<ObjectInfo> find(Key key) {
    return look("find", key, site -> site.find(key).map(info -> timing.seen(key, info)));
  }

  @Override
  public Optional<byte[]> read(Key key, int limitBytes) {
    return bytes(key, limitBytes).map(Bytes::toArray);
  }

  @Override
  public Optional<BlobSource> source(Key key) {
    return bytes(key, Integer.MAX_VALUE).map(bytes -> new Source(bytes.toArray()));
  }

  @Override
  public void write(Key key, byte[] bytes) {
    Bytes written = Bytes.of(bytes);
    take(
        "write",
        key,
        written,
        writing(key),
        site -> {
          site.write(key, written);
          return true;
        });
  }

  @Override
  public boolean writeIfAbsent(Key key, byte[] bytes) {
    Bytes written = Bytes.of(bytes);
    return take(
        "writeIfAbsent",
        key,
        written,
        writing(key).and(reading(key)),
        site -> {
          boolean absent = site.find(key).isEmpty();
          if (absent) {
            site.write(key, written);
          }
          return absent;
        });
  }

  @Override
  public void writeTransient(Key key, byte[] bytes) {
    write(key, bytes);
  }

  @Override
  public boolean copy(Key from, Key to) {
    return take(
        "copy",
        to,
        from,
        writing(to).and(reading(from)),
        site -> {
          Optional<Bytes> bytes = site.read(from);
          bytes.ifPresent(copied -> site.write(to, copied));
          return bytes.isPresent();
        });
  }

  @Override
  public List<ListedObject> list(Key prefix, Optional<Key> after, int limit) {
    return take(
        "list",
        prefix,
        after + " " + limit,
        below(prefix),
        site -> SteppedListing.of(site, prefix, timing).after(after, limit));
  }

  @Override
  public List<String> children(Key prefix, Optional<String> after, int limit) {
    return take(
        "children",
        prefix,
        after + " " + limit,
        below(prefix),
        site -> SteppedListing.of(site, prefix, timing).children(after, limit));
  }

  @Override
  public void delete(Key key) {
    take(
        "delete",
        key,
        "",
        Footprint.writing(key.path()),
        site -> {
          site.delete(key);
          return true;
        });
  }

  /** As a store does that several processes share: what comes late is not done. */
  @Override
  public Fence fence(Duration window) {
    Fence.requireWindow(window);
    Instant end = steps.clock(Times.STORE).instant().plus(window);
    long endNanos = Duration.between(Times.START, end).toNanos();
    return key ->
        take(
            "deleteUntil",
            key,
            end,
            Network.sending(key),
            site -> Network.send(site, key, endNanos));
  }

  @Override
  public void deleteTransient(Key key) {
    delete(key);
  }

  @Override
  public void deleteBelow(Key prefix) {
    list(prefix, Optional.empty(), Integer.MAX_VALUE).forEach(each -> delete(each.key()));
  }

  @Override
  public void deleteBelowTransient(Key prefix) {
    deleteBelow(prefix);
  }

  @Override
  public StagedObject stage(Key key) {
    if (!writeIfAbsent(key, new byte[0])) {
      throw new IllegalArgumentException(key + " was used before");
    }
    return new SteppedStaged(this, key);
  }

  @Override
  public Optional<StagedObject> staged(Key key) {
    return find(key).map(_ -> new SteppedStaged(this, key));
  }

  @Override
  public void close() {}

  Optional<Bytes> bytes(Key key, int limitBytes) {
    return look("read", key, site -> site.read(key).map(bytes -> within(key, bytes, limitBytes)));
  }

  <T> T look(String verb, Key key, Looking<T> looking) {
    return take(verb, key, "", reading(key), looking);
  }

  /** What is observed is immutable and of the type that the caller gave it. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  <T> T take(String verb, Key key, Object argument, Footprint footprint, Looking<T> effect) {
    return (T) steps.take(new Call(verb, key.path(), argument, footprint, effect::at));
  }

  /** A step, and what is observed. */
  @FunctionalInterface
  interface Looking<T> {
    T at(Site site);
  }

  static Footprint reading(Key key) {
    return Footprint.reading(key.path());
  }

  Footprint writing(Key key) {
    Footprint bytes = Footprint.writing(key.path());
    return timing.isTimed(key) ? bytes.and(Footprint.reading(Times.STORE.clock())) : bytes;
  }

  private static Footprint below(Key prefix) {
    return Footprint.reading(prefix.path() + "/");
  }

  private static Bytes within(Key key, Bytes bytes, int limitBytes) {
    if (bytes.size() > limitBytes) {
      throw new ObjectTooLarge(key, bytes.size(), limitBytes);
    }
    return bytes;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Source(byte[] array) implements BlobSource.Streamed {
    @Override
    public long size() {
      return array.length;
    }

    @Override
    public InputStream open(long offset, long length) {
      BlobSource.requireWithin(offset, length, size());
      return new ByteArrayInputStream(array, (int) offset, (int) length);
    }

    @Override
    public void close() {}
  }
}
