/**
 * What a registry's trust data is believed to say: read with persistent state for each repository,
 * so that nothing older, and nothing of another root, is believed once something newer was seen.
 * {@code TrustReader} is the way in.
 *
 * <p>May depend on {@code trust-signer} and on {@code runtime.registry}. Signs nothing.
 */
@NullMarked
package dev.lading.runtime.trust;

import org.jspecify.annotations.NullMarked;
