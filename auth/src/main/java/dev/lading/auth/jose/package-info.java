/**
 * Signed tokens and the keys that sign them, whoever issued them: strict reading, algorithms, key
 * IDs, key sets, certificate chains. Says whether a token is what it claims to be, never what it
 * allows.
 *
 * <p>The only room that sees the JOSE library. Start at {@link dev.lading.auth.jose.SignedToken},
 * then {@link dev.lading.auth.jose.TrustedKeys}.
 */
@NullMarked
package dev.lading.auth.jose;

import org.jspecify.annotations.NullMarked;
