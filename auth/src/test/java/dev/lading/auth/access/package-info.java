/** Tests of {@code auth.access}. */
@NullMarked
package dev.lading.auth.access;

import org.jspecify.annotations.NullMarked;
