/**
 * The client side of the benchmark: HTTP/1.1 over raw sockets, so that the client takes as little
 * of the shared cores as possible, and {@code wrk} as a child process. Depends on the JDK only.
 * Start at {@link dev.lading.conformance.bench.wire.Connection}.
 */
@NullMarked
package dev.lading.conformance.bench.wire;

import org.jspecify.annotations.NullMarked;
