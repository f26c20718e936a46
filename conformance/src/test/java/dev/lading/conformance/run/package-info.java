/**
 * What the client program makes of images, beside what other programs make of the same ones.
 *
 * <p>Depends on {@code dev.lading.conformance.clients}.
 */
@NullMarked
package dev.lading.conformance.run;

import org.jspecify.annotations.NullMarked;
