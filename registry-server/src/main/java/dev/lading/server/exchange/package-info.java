/**
 * One request and its answer as our own types, so that handlers know nothing of the HTTP library
 * and the edge nothing of registries. Start at {@link dev.lading.server.exchange.Route}: a row of
 * the route table.
 *
 * <p>May depend on {@code content} and {@code storage-drivers}.
 */
@NullMarked
package dev.lading.server.exchange;

import org.jspecify.annotations.NullMarked;
