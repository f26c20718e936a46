package dev.lading.trust.store;

/** What became of a publication. */
public sealed interface Outcome {
  /** It is the newest generation, or was until just now; durable. */
  record Committed(Generation generation) implements Outcome {}

  /** Somebody else has followed the same generation first; nothing of this is visible. */
  record Overtaken() implements Outcome {}

  /**
   * The GUN would have more files than one generation names; nothing was written.
   *
   * @param bytes that the generation would have
   */
  record TooMany(int bytes, int limitBytes) implements Outcome {}
}
