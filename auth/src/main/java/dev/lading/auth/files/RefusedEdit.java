package dev.lading.auth.files;

/** An edit that was not made; the file is as it was. The message is for whoever asked for it. */
public final class RefusedEdit extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What spoke against it. */
  public enum Reason {
    NAME_INVALID,
    NAME_TAKEN,
    NAME_UNKNOWN,
    PASSWORD_INVALID,
    EXPIRY_INVALID,
    /** It is written in a way that only its author can change. */
    FILE_NOT_EDITABLE,
    /** Another editor did not finish in time. */
    FILE_BUSY
  }

  private final Reason reason;

  public RefusedEdit(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
