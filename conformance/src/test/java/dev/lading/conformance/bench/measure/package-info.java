/**
 * How a figure comes about: interleaved pairs, quartiles, an open-loop driver, bounds. May depend
 * on {@code bench.server} and {@code bench.wire}. Start at {@link
 * dev.lading.conformance.bench.measure.Interleaved}.
 */
@NullMarked
package dev.lading.conformance.bench.measure;

import org.jspecify.annotations.NullMarked;
