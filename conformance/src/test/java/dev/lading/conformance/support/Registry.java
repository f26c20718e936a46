package dev.lading.conformance.support;

import java.net.URI;

/** A running registry. Closing it stops what this JVM started and leaves alone what it did not. */
public interface Registry extends AutoCloseable {
  /** Scheme, host and port, without a path: {@code http://127.0.0.1:41234}. */
  URI url();

  @Override
  void close();

  /** A registry somebody else started, and will stop. */
  static Registry at(URI url) {
    return new Registry() {
      @Override
      public URI url() {
        return url;
      }

      @Override
      public void close() {}

      @Override
      public String toString() {
        return url.toString();
      }
    };
  }
}
