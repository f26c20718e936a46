package dev.lading.trust.publish;

import java.time.Duration;

/**
 * What one update may ask for. notary-server knows no such limits.
 *
 * @param parts files in one update
 * @param rootBytes of a root file
 * @param partBytes of any other file
 * @param totalBytes of all files together
 * @param rootLifetime how far ahead a root may expire
 * @param lifetime how far ahead any other file may expire
 * @param anyVersionStep whether a version may leap; real clients go up by one from what they
 *     fetched, and a leap to the end leaves a role that can never be signed again
 */
public record UpdateLimits(
    int parts,
    int rootBytes,
    int partBytes,
    int totalBytes,
    Duration rootLifetime,
    Duration lifetime,
    boolean anyVersionStep) {
  public static final UpdateLimits DEFAULT =
      new UpdateLimits(
          64, 1 << 20, 5 << 20, 16 << 20, Duration.ofDays(7305), Duration.ofDays(1827), false);
}
