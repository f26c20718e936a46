/**
 * The collector: finds what no tag and no manifest needs, and removes it beside any number of
 * writers. Start reading at {@link dev.lading.gc.Collector}; how a removal is safe is told by
 * {@code content.store.Removals} and {@code docs/gc.md}.
 *
 * <p>May depend on {@code content} and what is below it.
 */
@NullMarked
package dev.lading.gc;

import org.jspecify.annotations.NullMarked;
