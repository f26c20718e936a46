package dev.lading.storage.s3;

import dev.lading.storage.BlobSource;
import dev.lading.storage.Key;
import dev.lading.storage.ObjectWriter;
import dev.lading.storage.StagedObjectGone;
import dev.lading.storage.StorageException;
import dev.lading.storage.StorageUnavailable;
import dev.lading.storage.TooManyParts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * Bytes on their way to their own key: what fits into one request is one, more become parts of a
 * multipart upload, which the store shows to nobody before it is completed. A part that is too
 * small to be one rests beside the upload while there is no room for it, so that nobody waits for
 * room while holding some.
 */
final class StraightWriter implements ObjectWriter {
  /** What rests is called below the key that it may rest at. */
  static final String ASIDE = "aside";

  private static final Logger LOG = LoggerFactory.getLogger(StraightWriter.class);

  private final Store store;
  private final Place place;
  private final int partBytes;
  private final Gathering gathering;
  private final List<CompletedPart> parts = new ArrayList<>();
  private @Nullable Multipart multipart;

  /** How many bytes were taken, and of those are in parts. */
  private long taken;

  private long inParts;

  /** How many bytes rest beside the upload. */
  private int resting;

  private boolean hasRested;
  private boolean isSpent;
  private boolean isComplete;

  /**
   * Where the bytes go.
   *
   * @param object the name of the object
   * @param aside the name of what rests meanwhile
   */
  record Place(Key staging, String object, String aside) {}

  /**
   * @throws TooManyParts when there will be more bytes than parts for them
   */
  StraightWriter(Store store, Place place, OptionalLong size) {
    this.store = store;
    this.place = place;
    this.partBytes = partBytes(store.memory(), size.orElse(0));
    this.gathering = new Gathering(store.memory().room(), partBytes, this::setAside);
  }

  @Override
  public void write(ByteBuffer bytes) {
    int count = bytes.remaining();
    gathering.step(() -> gather(bytes));
    taken += count;
  }

  @Override
  public void complete() {
    if (isSpent) {
      throw new StagedObjectGone(place.staging());
    }
    isSpent = true;
    gathering.step(this::show);
    isComplete = true;
    close();
  }

  @Override
  public boolean isComplete() {
    return isComplete;
  }

  /** What cannot be given up now is found by whoever looks for what was left. */
  @Override
  public void close() {
    isSpent = true;
    gathering.end(this::giveUp);
  }

  private void gather(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      if (gathering.isFull()) {
        sendPart();
      }
      begin();
      if (!gathering.take(bytes)) {
        setAside();
      }
    }
  }

  private void show() {
    if (resting > 0) {
      begin();
    }
    requireAll();
    if (multipart == null) {
      store.bucket().put(place.object(), gathering.body());
    } else {
      finish(multipart);
    }
    multipart = null;
  }

  /** The digest says what was taken, not what is here: no object may be less than that. */
  private void requireAll() {
    if (inParts + gathering.count() != taken) {
      throw new StorageUnavailable(
          place.object() + " is not whole",
          new IOException(inParts + " + " + gathering.count() + " of " + taken + " bytes"));
    }
  }

  private void giveUp() {
    try {
      if (multipart != null) {
        multipart.abort();
        multipart = null;
      }
      if (hasRested) {
        store.bucket().delete(place.aside());
        hasRested = false;
      }
    } catch (StorageException e) {
      LOG.debug("giving up an upload failed object={}", place.object(), e);
    }
  }

  /** Larger than usual when there would be too many parts, as far as there is room. */
  private static int partBytes(Memory memory, long size) {
    long limit = (long) Multipart.PARTS_LIMIT * memory.largestChunkBytes();
    if (size > limit) {
      throw new TooManyParts(limit);
    }
    return (int) Math.max(memory.chunkBytes(), Math.ceilDiv(size, Multipart.PARTS_LIMIT));
  }

  private void finish(Multipart upload) {
    if (gathering.count() > 0) {
      sendPart();
    }
    upload.complete(parts);
  }

  private void sendPart() {
    if (parts.size() == Multipart.PARTS_LIMIT) {
      throw new TooManyParts((long) Multipart.PARTS_LIMIT * partBytes);
    }
    if (multipart == null) {
      multipart = Multipart.begin(store.bucket(), place.object());
    }
    parts.add(multipart.upload(parts.size() + 1, gathering.body()));
    inParts += gathering.count();
    gathering.clear();
  }

  /** With what rests aside, and room for twice as much, so that it does not have to rest often. */
  private void begin() {
    if (gathering.isBegun()) {
      return;
    }
    gathering.begin(resting + Math.max(resting, 1), place.object());
    if (resting > 0) {
      try (InputStream in = open()) {
        gathering.takeAll(in, resting);
      } catch (IOException e) {
        throw new StorageUnavailable("reading back " + place.aside() + " failed", e);
      }
      resting = 0;
    }
  }

  private InputStream open() throws IOException {
    Optional<BlobSource> source = store.ownSource(place.aside());
    return source.orElseThrow(() -> new StagedObjectGone(place.staging())).open(0, resting);
  }

  private void setAside() {
    hasRested = true;
    store.bucket().put(place.aside(), gathering.body());
    resting = gathering.count();
    gathering.clear();
  }
}
