package dev.lading.runtime.unpack;

import java.io.IOException;
import java.io.InputStream;

/**
 * Where the bytes of a layer come from, compressed as its media type says. They are verified
 * against the descriptor already, or are at their end, where reading throws.
 */
@FunctionalInterface
public interface LayerBytes {
  /** Whoever opens it closes it; it is read by one other thread. */
  InputStream open() throws IOException;
}
