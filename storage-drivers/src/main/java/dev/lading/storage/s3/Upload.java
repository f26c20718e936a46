package dev.lading.storage.s3;

import dev.lading.storage.BlobSource;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.StagedAppend;
import dev.lading.storage.StagedObject;
import dev.lading.storage.StagedObjectGone;
import dev.lading.storage.StagingConflict;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Staged bytes as fragments below the staged object's own key. Nothing is remembered from one call
 * to the next: whatever process goes on with it finds the same.
 */
record Upload(Store store, Key key) implements StagedObject {

  /**
   * @throws IllegalArgumentException when it was begun before
   */
  Upload begin() {
    if (!write(Fragment.FIRST, Body.EMPTY)) {
      throw new IllegalArgumentException(key + " was used before");
    }
    return this;
  }

  boolean isThere() {
    return chain().isPresent();
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
    return new UploadAppend(this, chain.last(), store.chunkBytes());
  }

  @Override
  public InputStream read() {
    return new ChainStream(this, begun());
  }

  @Override
  public void publish(Key destination) {
    List<String> parts =
        begun().fragments().stream().filter(f -> f.size() > 0).map(this::name).toList();
    new Assembly(store.bucket()).assemble(parts, store.names().of(destination));
    discard();
  }

  /** The first fragment goes first: without it the others are nothing. */
  @Override
  public void discard() {
    store.bucket().deleteAll(rows().stream().map(row -> store.names().of(row.key())).toList());
  }

  /** False when somebody else has written this fragment. */
  boolean write(Fragment fragment, Body body) {
    return store.bucket().putIfAbsent(name(fragment), body);
  }

  /** The caller closes the stream. */
  InputStream open(Fragment fragment) throws IOException {
    BlobSource source = store.source(name(fragment)).orElseThrow(() -> new StagedObjectGone(key));
    return source.open(0, fragment.size());
  }

  /**
   * @throws StagedObjectGone when it is not there
   */
  Chain begun() {
    return chain().orElseThrow(() -> new StagedObjectGone(key));
  }

  private Optional<Chain> chain() {
    return Chain.of(
        rows().stream()
            .flatMap(row -> Fragment.parse(row.key().name(), row.info().size()).stream())
            .toList());
  }

  private List<ListedObject> rows() {
    return store.listing().objects(key, Optional.empty(), Integer.MAX_VALUE);
  }

  private String name(Fragment fragment) {
    return store.names().of(key.resolve(fragment.name()));
  }
}
