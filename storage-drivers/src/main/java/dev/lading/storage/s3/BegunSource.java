package dev.lading.storage.s3;

import dev.lading.storage.BlobSource;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.io.InputStream;

/**
 * An object whose bytes have begun to come: nothing more is asked of the store for the whole of it.
 * Any other range is opened as one of {@link S3Source}. For one thread.
 */
final class BegunSource implements BlobSource.Streamed {
  private final S3Source object;
  private final ObjectStream begun;
  private boolean isGiven;

  /**
   * @param begun all of the object; closed with this
   */
  BegunSource(Bucket bucket, String object, ObjectStream begun) {
    this.object = new S3Source(bucket, object, begun.end(), begun.etag());
    this.begun = begun;
  }

  @Override
  public long size() {
    return object.size();
  }

  /** All of it is given once; asked for again, it is opened again. */
  @Override
  public InputStream open(long offset, long length) throws IOException {
    if (isGiven || offset != 0 || length != size()) {
      return object.open(offset, length);
    }
    isGiven = true;
    return begun;
  }

  @Override
  public void close() {
    try {
      begun.close();
    } catch (IOException e) {
      throw new StorageUnavailable("closing a blob failed", e);
    }
  }
}
