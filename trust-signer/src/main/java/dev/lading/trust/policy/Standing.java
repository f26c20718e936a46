package dev.lading.trust.policy;

import dev.lading.trust.TrustException;

/** How a repository stands: what its newest trust data proves, or why it proves nothing. */
sealed interface Standing {
  /** What is proven; nothing, unless the standing is {@link Proven}. */
  VerifiedView view();

  record Proven(VerifiedView view) implements Standing {}

  /** There is no trust data. */
  record Nothing(VerifiedView view) implements Standing {}

  /** There is some, and it is not to be believed. */
  record Disbelieved(VerifiedView view, TrustException cause) implements Standing {}

  /** What the store has is not what was published. */
  record Damaged(VerifiedView view) implements Standing {}
}
