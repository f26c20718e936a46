package dev.lading.storage.s3;

/** What became of one request to remove an object that is not repeated. */
sealed interface Removal {
  /** The store says so. */
  record Gone() implements Removal {}

  /**
   * The store would not do it.
   *
   * @param answer what it said
   */
  record Refused(Exception answer) implements Removal {}

  /**
   * Nobody can say: it may have been done, or be done yet.
   *
   * @param cause what came in place of an answer
   */
  record Doubtful(Exception cause) implements Removal {}
}
