/** Tests of {@code auth.robots}. */
@NullMarked
package dev.lading.auth.robots;

import org.jspecify.annotations.NullMarked;
