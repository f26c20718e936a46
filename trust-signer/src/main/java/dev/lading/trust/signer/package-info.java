/**
 * The server's own keys: those of snapshots and timestamps, and of nothing else.
 *
 * <p>Start reading at {@link dev.lading.trust.signer.RoleSigner}.
 */
@NullMarked
package dev.lading.trust.signer;

import org.jspecify.annotations.NullMarked;
