/** Tests of {@code auth.password}. */
@NullMarked
package dev.lading.auth.password;

import org.jspecify.annotations.NullMarked;
