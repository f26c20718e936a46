/** Tests of names and errors. */
@NullMarked
package dev.lading.runtime.registry;

import org.jspecify.annotations.NullMarked;
