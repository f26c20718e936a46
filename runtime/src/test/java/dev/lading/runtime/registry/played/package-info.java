/** Servers that tests play: well-behaved ones, and others. */
@NullMarked
package dev.lading.runtime.registry.played;

import org.jspecify.annotations.NullMarked;
