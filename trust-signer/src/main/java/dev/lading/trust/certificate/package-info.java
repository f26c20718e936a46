/**
 * The certificates in which root keys come: what they bind is the repository's name.
 *
 * <p>Depends on {@code .key}; Bouncy Castle builds and reads them. No chain to an authority is
 * checked: a certificate is trusted because the root role names it.
 */
@NullMarked
package dev.lading.trust.certificate;

import org.jspecify.annotations.NullMarked;
