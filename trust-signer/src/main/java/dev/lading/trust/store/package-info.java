/**
 * Where trust data is kept: the files of each role, and the chain of generations that names them,
 * over any {@code StorageDriver}.
 *
 * <p>Knows what a role and a version are, not what the files say: whoever publishes has verified
 * them. Start reading at {@link dev.lading.trust.store.TrustStore}; {@link
 * dev.lading.trust.store.TrustLayout} draws every key, and {@link
 * dev.lading.trust.store.Generation} is what one commit leaves.
 */
@NullMarked
package dev.lading.trust.store;

import org.jspecify.annotations.NullMarked;
