package dev.lading.runtime.registry.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Bytes to be sent, perhaps more than once: a registry may ask for a login after it has had them.
 */
public interface RequestBody {
  /** How many there are. */
  long length();

  /** All of them, from the first. Who opened it closes it. */
  InputStream open() throws IOException;

  static RequestBody of(byte[] bytes) {
    return new RequestBody() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }

  static RequestBody none() {
    return of(new byte[0]);
  }
}
