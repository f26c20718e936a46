package dev.lading.storage;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keys and bytes. The whole surface that a store has to offer: it grows only for a promise that
 * cannot be kept without (an implementation costs more than a caller).
 *
 * <p>Every verb is strongly consistent: what one call did, each later call sees, listings included.
 * Every verb is safe for any number of threads, blocks, and may throw {@link StorageUnavailable};
 * those that write, also {@link StorageFull}. Two objects never collide as file and directory: no
 * key is a path prefix of another, and the caller sees to that.
 */
public interface StorageDriver extends ReadableStore, AutoCloseable {

  /** Size and store time; empty when there is no such object (a mere prefix is none). */
  Optional<ObjectInfo> find(Key key);

  /** The object opened for reading; the caller closes it. Empty when there is none. */
  Optional<BlobSource> source(Key key);

  /**
   * As {@link #source}, for a caller that is about to read all of it: a store that is far away is
   * then asked only once.
   */
  default Optional<BlobSource> wholeSource(Key key) {
    return source(key);
  }

  /**
   * Writes a small object by one atomic step: a reader sees the old bytes or the new, also after a
   * crash. Durable on return, with its new parents.
   */
  void write(Key key, byte[] bytes);

  /**
   * As {@link #write}, but only when nothing is there: of any number of racing callers, in this
   * process or another, exactly one is told {@code true}. The only conditional write there is.
   */
  boolean writeIfAbsent(Key key, byte[] bytes);

  /**
   * As {@link #write}, for an object that nobody misses after a power loss (an upload's start time,
   * a claim): it is never synced, so afterwards it may be absent, old, or cut short.
   */
  void writeTransient(Key key, byte[] bytes);

  /**
   * Makes a second object of the same bytes, by one atomic step and without passing them through
   * this process. It outlives the first, which may be replaced or deleted from then on, and is as
   * durable as that is. Its store time is anything up to now.
   *
   * @param from not an object that is still written to, and not replaced by other bytes meanwhile
   * @param to what is there has the same bytes, by the caller's promise, and is replaced
   * @return false when nothing is at {@code from}: then nothing was changed
   */
  boolean copy(Key from, Key to);

  /**
   * The names directly below {@code prefix/}, objects and prefixes alike, in byte order, those
   * after the name {@code after} only. A prefix without objects below it is not named.
   */
  List<String> children(Key prefix, Optional<String> after, int limit);

  /** Removes one object, durably when this returns; absent is fine. */
  void delete(Key key);

  /** As {@link #delete}, but a power loss may bring the object back. */
  void deleteTransient(Key key);

  /** As {@link #delete} for each; after a failure any of them may be gone. */
  default void deleteAll(Collection<Key> keys) {
    keys.forEach(this::delete);
  }

  /**
   * Begins a window now: a removal through it takes effect before its end, by the store's clock, or
   * never, however long this process is stopped meanwhile or its requests are on their way.
   *
   * <p>A store that only one process writes to needs no end, and by default its windows have none:
   * a removal has taken effect when it returns, and ends with the process at the latest.
   *
   * @throws IllegalArgumentException outside {@link Fence#SHORTEST} and {@link Fence#LONGEST}
   */
  default Fence fence(Duration window) {
    Fence.requireWindow(window);
    return key -> {
      delete(key);
      return true;
    };
  }

  /**
   * Removes every object below {@code prefix/}, durably when this returns. Not atomic: a concurrent
   * reader may see some gone and others not, and what is written below meanwhile may stay.
   */
  void deleteBelow(Key prefix);

  /** As {@link #deleteBelow}, but a power loss may bring any of the objects back. */
  void deleteBelowTransient(Key prefix);

  /**
   * As {@link #deleteBelowTransient(Key)}, for a caller that knows which objects are there. What it
   * does not know of stays where it would have to be looked for by a request of its own.
   *
   * @param known all of them below {@code prefix/}; any may be absent
   */
  default void deleteBelowTransient(Key prefix, Collection<Key> known) {
    deleteBelowTransient(prefix);
  }

  /**
   * Begins a staged object at a key that nobody used before. It is transient until published.
   *
   * @throws IllegalArgumentException when something is there
   */
  StagedObject stage(Key key);

  /** A staged object begun earlier, by this process or one before it. */
  Optional<StagedObject> staged(Key key);

  /**
   * Begins an object whose key is known before its bytes are: they go there as straight as the
   * store can take them, and are seen there only once all is {@link ObjectWriter#complete}.
   *
   * @param staging where they may rest meanwhile: a key that nobody used before, or that of a
   *     staged object without bytes. It is free afterwards if nothing was staged and the object is
   *     complete; else the caller discards what is there, which may be nothing, or the beginning of
   *     what was written
   * @param size how many bytes there will be, if that is known
   * @throws TooManyParts when the store does not take so many
   */
  default ObjectWriter writer(Key key, Key staging, OptionalLong size) {
    return new StagedWriter(staged(staging).orElseGet(() -> stage(staging)), key);
  }

  /**
   * Removes what writes below {@code prefix/} that never ended have left and no listing shows,
   * those only that are older than any can be that somebody still works on. What cannot be removed
   * does not keep the others. Nothing where writes leave nothing of that kind.
   *
   * @param begunBefore by the store's clock
   */
  default Unfinished removeUnfinished(Key prefix, Instant begunBefore) {
    return Unfinished.NONE;
  }

  /** Lets go of the store (its lock, its connections). Objects opened from it must be closed. */
  @Override
  void close();
}
