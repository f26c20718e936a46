/**
 * Robots: credentials for programs, with an expiry, and up to two secrets each, so that a secret is
 * changed without a moment at which none is right. Start at {@link dev.lading.auth.robots.Robots}.
 *
 * <p>Depends on {@code auth}, {@code auth.files}, and {@code storage} to note who was here.
 */
@NullMarked
package dev.lading.auth.robots;

import org.jspecify.annotations.NullMarked;
