/**
 * What a registry holds: digests, names and manifests, and the stores that keep them in CNCF
 * distribution's tree. Every rule about what may become visible, in which order, and what may be
 * removed lives here; {@code Layout} is the one file that builds keys.
 *
 * <p>May depend on {@code storage-drivers} and {@code config}.
 */
@NullMarked
package dev.lading.content;

import org.jspecify.annotations.NullMarked;
