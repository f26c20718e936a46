package dev.lading.storage.s3;

import java.io.ByteArrayInputStream;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The first bytes of an array, on their way to the store; they must not change until they are
 * there. They are sent from where they are, again and again if need be.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Body(byte[] bytes, int length) {
  static final Body EMPTY = new Body(new byte[0], 0);
  static final String TYPE = "application/octet-stream";

  static Body of(byte[] bytes) {
    return new Body(bytes, bytes.length);
  }

  RequestBody toRequest() {
    return RequestBody.fromContentProvider(
        () -> new ByteArrayInputStream(bytes, 0, length), length, TYPE);
  }
}
