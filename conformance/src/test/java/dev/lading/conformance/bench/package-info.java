/**
 * The benchmark: one program that starts Lading, docker-registry and nginx on the same data,
 * measures them in interleaved pairs, and writes {@code docs/benchmarks.md}. No product code.
 * Started by {@code conformance/bench/run}; start reading at {@link
 * dev.lading.conformance.bench.Bench}.
 */
@NullMarked
package dev.lading.conformance.bench;

import org.jspecify.annotations.NullMarked;
