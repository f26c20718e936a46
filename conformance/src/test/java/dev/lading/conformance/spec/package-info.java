/**
 * Tests of the suite and of the code base as wholes: that every requirement of the specification
 * has a row, and that the packages depend on each other only downwards.
 *
 * <p>Start at {@link dev.lading.conformance.spec.RequirementsTest} and {@link
 * dev.lading.conformance.spec.ArchitectureTest}.
 */
@NullMarked
package dev.lading.conformance.spec;

import org.jspecify.annotations.NullMarked;
