/**
 * The kernel's own calls on files, of Linux on x86-64 and AArch64: names are bytes, a directory is
 * an open one and not a path, links are followed where the caller says so and nowhere else. {@code
 * Directory} is where to start; {@code Kernel} is the one place that leaves Java.
 *
 * <p>It knows nothing of the rest of {@code runtime}.
 */
@NullMarked
package dev.lading.runtime.posix;

import org.jspecify.annotations.NullMarked;
