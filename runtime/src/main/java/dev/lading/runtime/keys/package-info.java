/**
 * The signing keys of whoever runs us, in the files and the folder that notary and docker use, so
 * that all of them can work on one folder. {@code KeyFolder} is the way in.
 *
 * <p>May depend on {@code trust-signer}, for what a key is.
 */
@NullMarked
package dev.lading.runtime.keys;

import org.jspecify.annotations.NullMarked;
