package dev.lading.trust.signer;

import dev.lading.storage.Key;
import org.jspecify.annotations.Nullable;

/**
 * A key of a role that lies in the store and cannot be opened: it was sealed under a master key
 * that is not configured, for another place, or is damaged. It is neither used nor replaced by
 * another.
 */
public final class KeyUnreadable extends RuntimeException {
  private final Key key;

  KeyUnreadable(Key key, @Nullable Throwable cause) {
    super(key + " cannot be opened with any of the configured master keys", cause);
    this.key = key;
  }

  public Key key() {
    return key;
  }
}
