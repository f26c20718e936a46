package dev.lading.conformance.bench.server;

/** The benchmark cannot begin: a program is missing, does not start, or the data cannot be made. */
public final class SetupTrouble extends RuntimeException {
  public SetupTrouble(String message) {
    super(message);
  }

  public SetupTrouble(String message, Throwable cause) {
    super(message, cause);
  }
}
