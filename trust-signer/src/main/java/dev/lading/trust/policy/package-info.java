/**
 * Whether a pull is served: what a repository's newest trust data proves, held against the rules of
 * {@code trust.policies}.
 *
 * <p>Start reading at {@link dev.lading.trust.policy.TrustPolicy}, then {@link
 * dev.lading.trust.policy.SignedPulls}. {@code TrustViews} remembers what was verified, {@code
 * Evidence} verifies it, {@code Judgement} decides one pull, and {@code Reach} remembers what hangs
 * on what was signed. Knows no HTTP, and is told the time.
 */
@NullMarked
package dev.lading.trust.policy;

import org.jspecify.annotations.NullMarked;
