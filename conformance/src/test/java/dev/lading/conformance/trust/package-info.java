/**
 * What a registry does with trust data that is sent to it, as seen from outside: held against
 * notary's own server, and killed in the middle of it.
 *
 * <p>Depends on {@code dev.lading.conformance.support}, on {@code clients} for what must be
 * installed, and on the product's {@code dev.lading.trust} to write what is sent. Start at {@link
 * dev.lading.conformance.trust.Owner}, who signs it.
 */
@NullMarked
package dev.lading.conformance.trust;

import org.jspecify.annotations.NullMarked;
