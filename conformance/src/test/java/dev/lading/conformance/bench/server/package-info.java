/**
 * The programs under test as child processes, what they consume, and the data they serve. May
 * depend on {@code bench.wire}. Start at {@link dev.lading.conformance.bench.server.Subjects}.
 */
@NullMarked
package dev.lading.conformance.bench.server;

import org.jspecify.annotations.NullMarked;
