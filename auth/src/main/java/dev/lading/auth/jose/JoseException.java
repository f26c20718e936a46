package dev.lading.auth.jose;

import org.jspecify.annotations.Nullable;

/** What can be wrong with bytes that should be a token or keys. */
public abstract sealed class JoseException extends RuntimeException {

  private JoseException(String message, @Nullable Throwable cause, boolean withTrace) {
    super(message, cause, false, withTrace);
  }

  /** A text that is no token that could be verified. Bears no trace: anybody may send one. */
  public static final class NotAToken extends JoseException {
    private final Refusal refusal;

    NotAToken(Refusal refusal, String message) {
      super(message, null, false);
      this.refusal = refusal;
    }

    public Refusal refusal() {
      return refusal;
    }
  }

  /** A document that should hold keys or certificates to trust, and does not. */
  public static final class KeysInvalid extends JoseException {
    KeysInvalid(String message) {
      this(message, null);
    }

    KeysInvalid(String message, @Nullable Throwable cause) {
      super(message, cause, true);
    }
  }
}
