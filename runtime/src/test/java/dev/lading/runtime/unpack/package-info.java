/** Tests of key files, with notary's own program where it is installed. */
@NullMarked
package dev.lading.runtime.unpack;

import org.jspecify.annotations.NullMarked;
