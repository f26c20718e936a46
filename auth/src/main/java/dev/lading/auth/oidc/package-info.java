/**
 * Identities that others vouch for: a token of a configured OpenID Connect issuer (a CI system's
 * workload identity, single sign-on) is exchanged for a user of ours.
 *
 * <p>Start at {@link dev.lading.auth.oidc.OidcExchange}.
 */
@NullMarked
package dev.lading.auth.oidc;

import org.jspecify.annotations.NullMarked;
