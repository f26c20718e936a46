package dev.lading.storage.s3;

import dev.lading.storage.StorageUnavailable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The bytes of a range as they come. When the store ends them early, the rest is asked for, as long
 * as it is of the same object. Holds a place among the readers until it is closed. Not safe for
 * several threads.
 */
final class ObjectStream extends InputStream {
  private static final int RESUMPTIONS = 4;

  private final Readers.Place place;
  private final Bucket bucket;
  private final String object;
  private final String etag;
  private final long end;
  private long position;

  /** Since bytes came last. */
  private int resumptions;

  private ResponseInputStream<GetObjectResponse> open;

  /**
   * @param length more than zero
   * @throws StorageUnavailable when too many are reading, or the object is another by now
   */
  ObjectStream(Bucket bucket, String object, String etag, long offset, long length)
      throws IOException {
    this.bucket = bucket;
    this.object = object;
    this.etag = etag;
    this.position = offset;
    this.end = offset + length;
    this.place = bucket.readers().enter(object);
    try {
      this.open = openRest(bucket, object, etag, offset, end);
    } catch (IOException | RuntimeException e) {
      place.leave();
      throw e;
    }
  }

  /** Takes over what was opened at the first byte. */
  private ObjectStream(
      Readers.Place place,
      Bucket bucket,
      String object,
      ResponseInputStream<GetObjectResponse> open) {
    this.place = place;
    this.bucket = bucket;
    this.object = object;
    this.etag = open.response().eTag();
    this.end = open.response().contentLength();
    this.open = open;
  }

  /**
   * All of an object, by one request. Empty when there is none, or it has no bytes.
   *
   * @throws StorageUnavailable when too many are reading
   */
  static Optional<ObjectStream> ofAll(Bucket bucket, String object) {
    Readers.Place place = bucket.readers().enter(object);
    Optional<ObjectStream> all = Optional.empty();
    try {
      all = bucket.open(object).map(open -> new ObjectStream(place, bucket, object, open));
      return all;
    } finally {
      if (all.isEmpty()) {
        place.leave();
      }
    }
  }

  /** Of the object that is being read: other bytes, other etag. */
  String etag() {
    return etag;
  }

  /** Where it ends in its object. */
  long end() {
    return end;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    if (position == end) {
      return -1;
    }
    while (true) {
      try {
        return readOnce(target, offset, (int) Math.min(length, end - position));
      } catch (IOException | SdkClientException e) {
        resume(e);
      }
    }
  }

  /** A stream that is not at its end is cut off: the rest may be long. */
  @Override
  public void close() throws IOException {
    try {
      if (position == end) {
        open.close();
      } else {
        open.abort();
      }
    } finally {
      place.leave();
    }
  }

  private int readOnce(byte[] target, int offset, int length) throws IOException {
    int count = open.read(target, offset, length);
    if (count < 0) {
      throw new EOFException(object + " ended at " + position + " of " + end);
    }
    position += count;
    resumptions = 0;
    return count;
  }

  private void resume(Exception failure) throws IOException {
    open.abort();
    if (++resumptions > RESUMPTIONS) {
      throw new IOException(object + " gave no byte " + resumptions + " times", failure);
    }
    open = openRest(bucket, object, etag, position, end);
  }

  /** Compares, rather than asks with If-Match, which not every store takes as it was given. */
  private static ResponseInputStream<GetObjectResponse> openRest(
      Bucket bucket, String object, String etag, long position, long end) throws IOException {
    ResponseInputStream<GetObjectResponse> rest =
        bucket
            .open(object, position, end - position)
            .orElseThrow(() -> changed(object, "it is gone"));
    if (!etag.equals(rest.response().eTag())) {
      rest.abort();
      throw changed(object, "it was replaced");
    }
    return rest;
  }

  private static StorageUnavailable changed(String object, String how) {
    return new StorageUnavailable(
        object + " cannot be read any more", new IOException(object + ": " + how));
  }
}
