/**
 * The routes of a Notary v1 server, which trust data is published and fetched by. Start at {@link
 * dev.lading.server.trust.TrustRoutes}, all of them as one table.
 *
 * <p>May depend on {@code exchange}, {@code trust-signer} and {@code content}. What is decided,
 * signed and kept is {@code trust-signer}'s; here it meets HTTP.
 */
@NullMarked
package dev.lading.server.trust;

import org.jspecify.annotations.NullMarked;
