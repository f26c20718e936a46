package dev.lading.storage.s3;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;

/**
 * The first bytes of some arrays, on their way to the store; they must not change until they are
 * there. They are sent from where they are, again and again if need be.
 */
record Body(List<byte[]> pieces, int length) {
  static final Body EMPTY = new Body(List.of(), 0);
  static final String TYPE = "application/octet-stream";

  static Body of(byte[] bytes) {
    return new Body(List.of(bytes), bytes.length);
  }

  RequestBody toRequest() {
    return RequestBody.fromContentProvider(this::open, length, TYPE);
  }

  private InputStream open() {
    List<ByteArrayInputStream> streams = new ArrayList<>();
    int left = length;
    for (byte[] piece : pieces) {
      int count = Math.min(left, piece.length);
      streams.add(new ByteArrayInputStream(piece, 0, count));
      left -= count;
    }
    return new SequenceInputStream(Collections.enumeration(streams));
  }
}
