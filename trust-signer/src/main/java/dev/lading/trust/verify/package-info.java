/**
 * What is believed: thresholds, chains of roots, hashes between files, delegations. Pure functions
 * of bytes, trusted keys and the time, for the server's verdicts and for clients alike.
 *
 * <p>Start reading at {@link dev.lading.trust.verify.Verified}.
 */
@NullMarked
package dev.lading.trust.verify;

import org.jspecify.annotations.NullMarked;
