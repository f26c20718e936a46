/**
 * Who signs: public keys as metadata spells them, their two kinds of ID, the signature methods, and
 * private keys.
 *
 * <p>Depends on {@code .canonical} alone; knows no roles and no files. Start reading at {@link
 * dev.lading.trust.key.PublicKey}.
 */
@NullMarked
package dev.lading.trust.key;

import org.jspecify.annotations.NullMarked;
