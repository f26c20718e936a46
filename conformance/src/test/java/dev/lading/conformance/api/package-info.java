/**
 * The black-box suite: one table of rows per endpoint, run against Lading (or the registry that
 * {@code -Dregistry.url} names) and, in the same build, against Debian's docker-registry.
 *
 * <p>A row is a stable id, a sentence, and a request with what it must answer. Start at {@link
 * dev.lading.conformance.api.Tables}.
 */
@NullMarked
package dev.lading.conformance.api;

import org.jspecify.annotations.NullMarked;
