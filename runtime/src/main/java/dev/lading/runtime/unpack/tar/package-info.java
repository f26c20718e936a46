/**
 * Reads tars: v7, ustar, GNU's and PAX, sparse files in all four forms. {@code TarReader} is where
 * to start. What to do with the entries is not known here.
 *
 * <p>Why no library: those for Java turn names and PAX values into texts. Names of files need not
 * be UTF-8, and values of extended attributes rarely are: {@code security.capability} of Commons
 * Compress 1.28 comes back with each byte from 0x80 on replaced, so that the program in the image
 * has no capabilities. Nor can it be told how much an extended header may have.
 */
@NullMarked
package dev.lading.runtime.unpack.tar;

import org.jspecify.annotations.NullMarked;
