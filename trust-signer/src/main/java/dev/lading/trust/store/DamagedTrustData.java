package dev.lading.trust.store;

import dev.lading.storage.Key;
import org.jspecify.annotations.Nullable;

/**
 * An object of the store that is not what it must be, or is not there although it must be. Nothing
 * is served of it, nor of anything older instead.
 */
public final class DamagedTrustData extends RuntimeException {
  private final Key key;

  DamagedTrustData(Key key, String reason, @Nullable Throwable cause) {
    super(key + " " + reason, cause);
    this.key = key;
  }

  public Key key() {
    return key;
  }
}
