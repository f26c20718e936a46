/**
 * A model checker for plain blocking code over a {@link dev.lading.storage.StorageDriver}: every
 * order in which a few operations can take their steps is tried, and what must always hold is asked
 * after each step. Knows drivers, locks and clocks, and nothing of what is kept in them.
 *
 * <p>Start at {@link dev.lading.content.interleaving.Scenario}, which says what runs and what must
 * hold; {@link dev.lading.content.interleaving.Explorer} says how all of it is visited and why that
 * is all of it.
 */
@NullMarked
package dev.lading.content.interleaving;

import org.jspecify.annotations.NullMarked;
