/**
 * Publishes trust data with the keys of whoever runs us, as notary's and docker's clients do and so
 * that they read it. {@code SignedRepository} is the way in.
 *
 * <p>May depend on {@code runtime.trust}, {@code runtime.keys}, {@code runtime.registry} and {@code
 * trust-signer}.
 */
@NullMarked
package dev.lading.runtime.signing;

import org.jspecify.annotations.NullMarked;
