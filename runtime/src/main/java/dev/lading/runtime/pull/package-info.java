/**
 * From a name to an image that lies here unpacked: trust first, then the bytes. {@code Pull} is the
 * way in.
 *
 * <p>May depend on {@code runtime.image}, {@code runtime.registry} and {@code runtime.trust}.
 */
@NullMarked
package dev.lading.runtime.pull;

import org.jspecify.annotations.NullMarked;
