package dev.lading.storage.s3;

/** What was found out about one ability of a store. */
public record Finding(Ability ability, Result result) {
  /** What became of the attempt. */
  public sealed interface Result {}

  public record Works() implements Result {}

  /**
   * It does not work.
   *
   * @param reason what was seen
   * @param nextStep what an operator can do about it
   */
  public record Fails(String reason, String nextStep) implements Result {}

  /**
   * It was not tried.
   *
   * @param without what it would have needed and is not there
   */
  public record Untried(Ability without) implements Result {}

  /** Whether a registry must not be served from this store. */
  public boolean isFatal() {
    return ability.isRequired() && !(result instanceof Works);
  }
}
