/** Tests of {@code auth.files}. */
@NullMarked
package dev.lading.auth.files;

import org.jspecify.annotations.NullMarked;
