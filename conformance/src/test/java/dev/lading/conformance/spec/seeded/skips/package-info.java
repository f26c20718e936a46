/** Skips on purpose; see {@link dev.lading.conformance.spec.NoSkippedTestsTest}. */
@NullMarked
package dev.lading.conformance.spec.seeded.skips;

import org.jspecify.annotations.NullMarked;
