/**
 * What a token endpoint does, as plain values: the fields of a request, who asks, the answer. HTTP,
 * and how somebody proves who he is, are the edge's.
 *
 * <p>Start at {@link dev.lading.auth.token.service.TokenService}.
 */
@NullMarked
package dev.lading.auth.token.service;

import org.jspecify.annotations.NullMarked;
