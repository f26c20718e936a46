package dev.lading.auth.token;

import dev.lading.storage.Key;
import org.jspecify.annotations.Nullable;

/** What can go wrong with the keys that tokens are signed with. */
public abstract sealed class TokenException extends RuntimeException {

  private TokenException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /**
   * A signing key in the store cannot be opened: another sealing key than this process has, or
   * damage. It is neither used nor believed, and nothing was changed.
   */
  public static final class KeyUnreadable extends TokenException {
    private final transient Key key;

    KeyUnreadable(Key key, @Nullable Throwable cause) {
      super(
          key
              + " cannot be opened with the sealing key of this server. Name the key it was sealed"
              + " with in auth.sealing.keyfile; or, if that is lost, remove the key's directory from"
              + " the store, and everybody logs in again.",
          cause);
      this.key = key;
    }

    public Key key() {
      return key;
    }
  }
}
