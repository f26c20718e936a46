/**
 * The registry's own tokens, and those of another token server: scopes, the keys that sign, issuing
 * and verifying (distribution's token authentication specification).
 *
 * <p>Knows no HTTP and no policy: what may be granted comes in, what is claimed goes out. Start at
 * {@link dev.lading.auth.token.TokenVerifier} and {@link dev.lading.auth.token.SigningKeys}.
 */
@NullMarked
package dev.lading.auth.token;

import org.jspecify.annotations.NullMarked;
