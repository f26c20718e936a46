/** Breaks a rule on purpose; see {@link dev.lading.conformance.spec.ArchitectureTest}. */
@NullMarked
package dev.lading.conformance.spec.seeded.runtime;

import org.jspecify.annotations.NullMarked;
