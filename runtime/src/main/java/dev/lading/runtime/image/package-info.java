/**
 * Images as they lie here: an OCI image layout with the blobs of all of them, and each one's
 * unpacked root filesystem. {@code LocalImages} is the way in.
 *
 * <p>May depend on {@code content}, {@code runtime.registry}, {@code runtime.files} and {@code
 * runtime.unpack}. Asks no registry.
 */
@NullMarked
package dev.lading.runtime.image;

import org.jspecify.annotations.NullMarked;
