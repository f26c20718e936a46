package dev.lading.storage.s3;

import dev.lading.storage.BlobSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;

/**
 * An object that was there a moment ago. It is not held: once it was replaced or deleted, no range
 * of it can be opened any more, and none ever has bytes of another object.
 */
record S3Source(Bucket bucket, String object, long size, String etag)
    implements BlobSource.Redirectable {
  @Override
  public InputStream open(long offset, long length) throws IOException {
    BlobSource.requireWithin(offset, length, size);
    return length == 0
        ? InputStream.nullInputStream()
        : new ObjectStream(bucket, object, etag, offset, length);
  }

  @Override
  public URI presign(Duration validity) {
    return bucket.presign(object, validity);
  }

  /** Streams are closed by whoever opened them; nothing else is open. */
  @Override
  public void close() {}
}
