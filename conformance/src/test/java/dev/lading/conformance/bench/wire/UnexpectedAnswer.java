package dev.lading.conformance.bench.wire;

/** A server under test answered something that no measurement may be built on. */
public final class UnexpectedAnswer extends RuntimeException {
  public UnexpectedAnswer(String message) {
    super(message);
  }
}
