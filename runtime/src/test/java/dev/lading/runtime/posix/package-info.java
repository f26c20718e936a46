/** Tests of key files, with notary's own program where it is installed. */
@NullMarked
package dev.lading.runtime.posix;

import org.jspecify.annotations.NullMarked;
