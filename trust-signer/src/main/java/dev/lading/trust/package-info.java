/**
 * Which digest a tag was signed for, and by whom: The Update Framework as notary 0.7.0 writes it.
 *
 * <p>May depend on {@code content}, {@code storage-drivers} and {@code config}; knows no HTTP.
 * Start reading at {@link dev.lading.trust.Gun} and {@link dev.lading.trust.Role}; then {@code
 * .canonical} is what is signed, {@code .key} and {@code .certificate} who signs, {@code .metadata}
 * what is said, {@code .verify} what is believed, {@code .publish} what is taken in, and {@code
 * .policy} what is served of what was signed.
 */
@NullMarked
package dev.lading.trust;

import org.jspecify.annotations.NullMarked;
