/**
 * Containers as they lie and live here: a folder each, held by a small script that outlives us.
 * {@code Containers} is the way in to those that are there, {@code Launcher} to new ones.
 *
 * <p>May depend on {@code backend} and {@code bundle}, for how they are run, and on {@code image}.
 */
@NullMarked
package dev.lading.runtime.container;

import org.jspecify.annotations.NullMarked;
