/**
 * The rows of the report, one class each: what is done to whom and what must come out. May depend
 * on {@code bench.measure}, {@code bench.server} and {@code bench.wire}. Start at {@link
 * dev.lading.conformance.bench.row.Row}.
 */
@NullMarked
package dev.lading.conformance.bench.row;

import org.jspecify.annotations.NullMarked;
