package dev.lading.content.interleaving;

/** A step that was taken, and what its operation observed. */
record Seen(Call call, Object observed) {
  /** Whether something else would be observed now; for steps that change nothing. */
  boolean isOver(Site site) {
    return !call.take(site).equals(observed);
  }
}
