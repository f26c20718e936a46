/** Publications to the registry's own rules for trust data, on the loopback. */
@NullMarked
package dev.lading.runtime.signing;

import org.jspecify.annotations.NullMarked;
