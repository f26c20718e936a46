/**
 * What is said: the four kinds of metadata file, and the envelope in which their signatures come.
 *
 * <p>Reading checks what a file says of itself and nothing else; who signed it is the business of
 * {@code .verify}. Written files are byte for byte those of notary 0.7.0. Start reading at {@link
 * dev.lading.trust.metadata.SignedMetadata}.
 */
@NullMarked
package dev.lading.trust.metadata;

import org.jspecify.annotations.NullMarked;
