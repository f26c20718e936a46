package dev.lading.runtime.pull;

/** How much has to be known of an image before it is pulled. */
public enum TrustMode {
  /** Nothing; not to be had for a repository that is pinned, or was verified before. */
  OFF,
  /** A signature, or somebody at the terminal who does without one. */
  PROMPT,
  /** A signature. */
  REQUIRE
}
