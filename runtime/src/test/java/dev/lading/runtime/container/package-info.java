/** Containers as they lie here, and how they are told apart. */
@NullMarked
package dev.lading.runtime.container;

import org.jspecify.annotations.NullMarked;
