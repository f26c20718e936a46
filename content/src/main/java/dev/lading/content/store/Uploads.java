package dev.lading.content.store;

import dev.lading.content.Algorithm;
import dev.lading.content.Chunks;
import dev.lading.content.ContentException.BlobTooLarge;
import dev.lading.content.ContentException.ChunkOutOfOrder;
import dev.lading.content.ContentException.DigestMismatch;
import dev.lading.content.ContentException.UploadBusy;
import dev.lading.content.ContentException.UploadUnknown;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.UploadId;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ObjectWriter;
import dev.lading.storage.StagedAppend;
import dev.lading.storage.StagedObject;
import dev.lading.storage.StagedObjectGone;
import dev.lading.storage.StagingConflict;
import dev.lading.storage.StorageDriver;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Upload sessions. They live in storage: any process over the same store continues them, the offset
 * is the stored one, and a refused chunk leaves the session as it was. One request at a time writes
 * to a session; others are refused, never queued.
 */
public final class Uploads {
  private final StorageDriver driver;
  private final Blobs blobs;
  private final RunningHashes hashes;
  private final Supplier<UUID> ids;
  private final InstantSource clock;
  private final long blobLimitBytes;
  private final Set<UploadId> busy = ConcurrentHashMap.newKeySet();

  Uploads(
      StorageDriver driver,
      Blobs blobs,
      Supplier<UUID> ids,
      InstantSource clock,
      long blobLimitBytes) {
    this.driver = driver;
    this.blobs = blobs;
    this.hashes = new RunningHashes();
    this.ids = ids;
    this.clock = clock;
    this.blobLimitBytes = blobLimitBytes;
  }

  /**
   * Begins a session.
   *
   * @param algorithm what the client says it will close it with: only a hint of what to hash
   */
  public UploadId start(RepositoryName name, Algorithm algorithm) {
    UploadId id = new UploadId(ids.get());
    noteStart(name, id);
    stage(name, id, algorithm);
    return id;
  }

  /**
   * The bytes so far.
   *
   * @throws UploadUnknown when there is no such session
   */
  public long size(RepositoryName name, UploadId id) {
    return present(name, id, () -> staged(name, id).size());
  }

  /**
   * Appends what arrives. What arrived before a failure stays.
   *
   * @param offset where the sender believes the session stands; empty to go on from wherever
   * @return the size now
   * @throws UploadUnknown when there is no such session
   * @throws UploadBusy when another request is writing to it
   * @throws ChunkOutOfOrder when it stands elsewhere; nothing was read
   * @throws BlobTooLarge when the limit is passed; the session is gone
   */
  public long append(RepositoryName name, UploadId id, OptionalLong offset, Chunks chunks) {
    return alone(name, id, () -> appendTo(name, id, offset, chunks));
  }

  /**
   * Appends what arrives and closes the session: the bytes become a blob of the repository, durable
   * when this returns. When the session has none yet, they go straight to where the blob will be.
   *
   * <p>A session that is gone and the blob there are what a closing request leaves whose answer was
   * lost: asked again it succeeds again.
   *
   * @throws DigestMismatch when the bytes are others; the session is gone
   * @throws UploadUnknown as {@link #append}, and so the others there
   */
  public void commit(
      RepositoryName name, UploadId id, OptionalLong offset, Chunks last, Digest digest) {
    try {
      close(name, id, offset, last, digest);
    } catch (UploadUnknown e) {
      if (blobs.find(name, digest).isEmpty()) {
        throw e;
      }
      readToTheEnd(last);
    }
  }

  /** A client that is still sending might not see an answer before that. */
  private static void readToTheEnd(Chunks chunks) {
    while (chunks.next().isPresent()) {}
  }

  private void close(
      RepositoryName name, UploadId id, OptionalLong offset, Chunks last, Digest digest) {
    alone(
        name,
        id,
        () -> {
          StagedObject staged = staged(name, id);
          requireSize(staged, offset);
          Arriving bytes = new Arriving(last);
          if (staged.size() == 0 && !bytes.isEmpty()) {
            putStraight(name, id, bytes, digest);
            remove(name, id);
          } else {
            append(name, id, staged, bytes);
            close(name, id, staged, digest);
          }
          return digest;
        });
  }

  /**
   * A whole blob in one go, without a session that anyone could continue: nothing of it stays when
   * this fails. Errors as {@link #commit}.
   */
  public void put(RepositoryName name, Digest digest, Chunks chunks) {
    UploadId id = new UploadId(ids.get());
    boolean isClean = false;
    try {
      isClean = alone(name, id, () -> putStraight(name, id, new Arriving(chunks), digest));
    } finally {
      if (!isClean) {
        remove(name, id);
      }
    }
  }

  /**
   * Ends a session; its bytes are gone.
   *
   * @throws UploadUnknown when there is no such session
   * @throws UploadBusy when another request is writing to it
   */
  public void cancel(RepositoryName name, UploadId id) {
    alone(
        name,
        id,
        () -> {
          staged(name, id);
          remove(name, id);
          return id;
        });
  }

  /**
   * Ends a session to which nothing was added since {@code before}.
   *
   * @param dryRun to find out only
   * @return its bytes; empty when it goes on
   */
  OptionalLong purge(RepositoryName name, UploadId id, Instant before, boolean dryRun) {
    try {
      return alone(
          name,
          id,
          () -> {
            List<ListedObject> held =
                driver.list(Layout.upload(name, id), Optional.empty(), Integer.MAX_VALUE);
            if (!held.stream().allMatch(object -> object.info().storeTime().isBefore(before))) {
              return OptionalLong.empty();
            }
            if (!dryRun) {
              remove(name, id);
            }
            return OptionalLong.of(held.stream().mapToLong(object -> object.info().size()).sum());
          });
    } catch (UploadBusy | UploadUnknown _) {
      return OptionalLong.empty();
    }
  }

  private void stage(RepositoryName name, UploadId id, Algorithm algorithm) {
    driver.stage(Layout.uploadData(name, id));
    hashes.begin(id, algorithm);
  }

  /** As distribution writes it, whose purge of old sessions reads it. */
  private void noteStart(RepositoryName name, UploadId id) {
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    driver.writeTransient(
        Layout.uploadStartedAt(name, id), now.getBytes(StandardCharsets.US_ASCII));
  }

  private StagedObject staged(RepositoryName name, UploadId id) {
    return driver
        .staged(Layout.uploadData(name, id))
        .orElseThrow(() -> new UploadUnknown(name, id.toString()));
  }

  private <T> T alone(RepositoryName name, UploadId id, Supplier<T> work) {
    if (!busy.add(id)) {
      throw new UploadBusy(name, id);
    }
    try {
      return present(name, id, work);
    } finally {
      busy.remove(id);
    }
  }

  /** A session may be ended by others between two steps: by a closing request, or a purge. */
  private static <T> T present(RepositoryName name, UploadId id, Supplier<T> work) {
    try {
      return work.get();
    } catch (StagedObjectGone _) {
      throw new UploadUnknown(name, id.toString());
    } catch (StagingConflict e) {
      throw new ChunkOutOfOrder(e.offset(), e.size());
    }
  }

  private long appendTo(RepositoryName name, UploadId id, OptionalLong offset, Chunks chunks) {
    StagedObject staged = staged(name, id);
    requireSize(staged, offset);
    append(name, id, staged, new Arriving(chunks));
    return staged.size();
  }

  private static void requireSize(StagedObject staged, OptionalLong offset) {
    long size = staged.size();
    if (offset.orElse(size) != size) {
      throw new ChunkOutOfOrder(offset.getAsLong(), size);
    }
  }

  private void append(RepositoryName name, UploadId id, StagedObject staged, Arriving bytes) {
    if (bytes.isEmpty()) {
      return;
    }
    RunningHash hash = hashes.take(id, staged.size());
    try (StagedAppend append = staged.append(hash.size())) {
      bytes.passTo(append::write, hash, blobLimitBytes);
    } catch (BlobTooLarge e) {
      remove(name, id);
      throw e;
    }
    // Only now are these bytes, and no others, what is stored there.
    hashes.put(id, hash);
  }

  private void close(RepositoryName name, UploadId id, StagedObject staged, Digest digest) {
    long size = staged.size();
    Digest actual = hashes.take(id, size).finish(digest.algorithm(), staged);
    if (!actual.equals(digest)) {
      remove(name, id);
      throw new DigestMismatch(digest, actual);
    }
    List<Key> left = new ArrayList<>();
    blobs.publish(
        name,
        digest,
        size,
        () -> {
          left.addAll(staged.publish(Layout.blobData(digest)));
          left.add(Layout.uploadStartedAt(name, id));
        });
    if (left.isEmpty()) {
      remove(name, id); // the blob was there already
    } else {
      removePublished(name, id, left);
    }
  }

  /** What another writer may have added meanwhile belongs to no session, and is purged as such. */
  private void removePublished(RepositoryName name, UploadId id, List<Key> left) {
    hashes.forget(id);
    driver.deleteBelowTransient(Layout.upload(name, id), left);
  }

  /**
   * The digest is known, so that nothing has to be moved, or read back, once it is right.
   *
   * @return false when the blob was there already, and something of these bytes may be left
   */
  private boolean putStraight(RepositoryName name, UploadId id, Arriving bytes, Digest digest) {
    hashes.forget(id);
    RunningHash hash = RunningHash.fromTheFirstByte(digest.algorithm());
    try (ObjectWriter writer = writer(name, id, bytes, digest)) {
      bytes.passTo(writer::write, hash, blobLimitBytes);
      Digest actual = hash.finish();
      if (!actual.equals(digest)) {
        throw new DigestMismatch(digest, actual);
      }
      blobs.publish(name, digest, hash.size(), writer::complete);
      return writer.isComplete();
    } catch (BlobTooLarge | DigestMismatch e) {
      remove(name, id);
      throw e;
    }
  }

  private ObjectWriter writer(RepositoryName name, UploadId id, Arriving bytes, Digest digest) {
    OptionalLong size = bytes.declaredLength();
    return driver.writer(Layout.blobData(digest), Layout.uploadData(name, id), size);
  }

  /** A power loss may bring it back: then it is an old session that somebody left. */
  private void remove(RepositoryName name, UploadId id) {
    hashes.forget(id);
    driver.deleteBelowTransient(Layout.upload(name, id));
  }
}
