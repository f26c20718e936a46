package dev.lading.storage.s3;

import dev.lading.storage.BlobSource;
import dev.lading.storage.Key;
import dev.lading.storage.StagedAppend;
import dev.lading.storage.StagedObject;
import dev.lading.storage.StagedObjectGone;
import dev.lading.storage.StagingConflict;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Staged bytes as fragments below the staged object's own key, so that whatever process goes on
 * with it finds the same. The fragments are listed once and then remembered, for as long as this
 * object is: what another writer adds meanwhile is met as a conflict, because it has the name that
 * the next fragment would have. Mutable, and not safe for several threads.
 */
final class Upload implements StagedObject {
  private final Store store;
  private final Key key;

  /** All of them, superseded ones included; null while it is to be looked at. */
  private @Nullable List<Fragment> known;

  Upload(Store store, Key key) {
    this.store = store;
    this.key = key;
  }

  /**
   * @throws IllegalArgumentException when it was begun before
   */
  Upload begin() {
    known = new ArrayList<>();
    if (!write(Fragment.FIRST, Body.EMPTY)) {
      throw new IllegalArgumentException(key + " was used before");
    }
    return this;
  }

  boolean isThere() {
    return chain().isPresent();
  }

  @Override
  public Key key() {
    return key;
  }

  @Override
  public long size() {
    return begun().size();
  }

  @Override
  public StagedAppend append(long offset) {
    Chain chain = begun();
    if (offset != chain.size()) {
      throw new StagingConflict(offset, chain.size());
    }
    return new UploadAppend(this, chain.last(), store.memory());
  }

  @Override
  public InputStream read() {
    return new ChainStream(this, begun());
  }

  /** All fragments are left, so that this can be repeated until they are deleted. */
  @Override
  public List<Key> publish(Key destination) {
    List<String> parts =
        begun().fragments().stream().filter(f -> f.size() > 0).map(this::name).toList();
    try {
      store.assembly().assemble(parts, store.names().of(destination));
    } catch (StorageUnavailable e) {
      known = null;
      requireThere(e);
      throw e;
    }
    List<Key> left = fragments().stream().map(this::at).toList();
    known = null;
    return left;
  }

  @Override
  public void discard() {
    List<Key> all = fragments().stream().map(this::at).toList();
    known = null;
    store.bucket().delete(name(Fragment.FIRST));
    store.bucket().deleteAll(all.stream().filter(k -> !isFirst(k)).map(store.names()::of).toList());
  }

  /** Whether a key is that of the fragment without which an upload is none. */
  static boolean isFirst(Key key) {
    return key.name().equals(Fragment.FIRST.name());
  }

  /** Somebody else may have ended the upload meanwhile. */
  private void requireThere(StorageUnavailable failure) {
    if (!isThere()) {
      StagedObjectGone gone = new StagedObjectGone(key);
      gone.addSuppressed(failure);
      throw gone;
    }
  }

  /** Whether it has as many fragments as an object can have parts. */
  boolean isFull() {
    return begun().length() == Multipart.PARTS_LIMIT;
  }

  /** False when somebody else has written this fragment. */
  boolean write(Fragment fragment, Body body) {
    List<Fragment> before = fragments();
    known = null;
    if (!store.bucket().putIfAbsent(name(fragment), body)) {
      return false;
    }
    before.add(fragment.withSize(body.length()));
    known = before;
    return true;
  }

  /** The caller closes the stream. */
  InputStream open(Fragment fragment) throws IOException {
    BlobSource source =
        store.ownSource(name(fragment)).orElseThrow(() -> new StagedObjectGone(key));
    return source.open(0, fragment.size());
  }

  /**
   * @throws StagedObjectGone when it is not there
   */
  private Chain begun() {
    return chain().orElseThrow(() -> new StagedObjectGone(key));
  }

  private Optional<Chain> chain() {
    return Chain.of(fragments());
  }

  private List<Fragment> fragments() {
    if (known == null) {
      known = new ArrayList<>();
      store.listing().objects(key, Optional.empty(), Integer.MAX_VALUE).stream()
          .flatMap(row -> Fragment.parse(row.key().name(), row.info().size()).stream())
          .forEach(known::add);
    }
    return known;
  }

  private String name(Fragment fragment) {
    return store.names().of(at(fragment));
  }

  private Key at(Fragment fragment) {
    return key.resolve(fragment.name());
  }
}
