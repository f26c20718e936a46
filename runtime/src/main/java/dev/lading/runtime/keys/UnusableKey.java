package dev.lading.runtime.keys;

import org.jspecify.annotations.Nullable;

/** A key or its file is of no use. Nothing was changed. */
public final class UnusableKey extends RuntimeException {
  /** What was the matter. */
  public enum Fault {
    ABSENT,
    UNREADABLE,
    /** In a form, or of a kind, that is not read here. */
    FORM,
    PASSPHRASE,
    /** The key is another one than its file's name says. */
    MISNAMED
  }

  private final Fault fault;

  /**
   * @param where the file, or how the key is called
   * @param problem follows it in a sentence
   */
  UnusableKey(Fault fault, String where, String problem) {
    this(fault, where, problem, null);
  }

  UnusableKey(Fault fault, String where, String problem, @Nullable Throwable cause) {
    super(where + " " + problem, cause);
    this.fault = fault;
  }

  public Fault fault() {
    return fault;
  }
}
