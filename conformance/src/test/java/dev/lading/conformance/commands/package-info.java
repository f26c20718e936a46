/**
 * What the product's commands print and how they end, each run as a process.
 *
 * <p>Depends on {@code dev.lading.conformance.support}. Start at {@link
 * dev.lading.conformance.commands.ProbeTest}.
 */
@NullMarked
package dev.lading.conformance.commands;

import org.jspecify.annotations.NullMarked;
