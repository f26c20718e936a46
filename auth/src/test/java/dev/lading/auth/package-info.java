/** Tests of {@code auth}. */
@NullMarked
package dev.lading.auth;

import org.jspecify.annotations.NullMarked;
