/**
 * Clients that push, mount, tag, delete and pull while garbage is swept every second.
 *
 * <p>Depends on {@code dev.lading.conformance.support}, on {@code crash} for a wire to servers that
 * die, and on {@code clients} for real programs. Start at {@link
 * dev.lading.conformance.garbage.SweptUnderLoadTest}.
 */
@NullMarked
package dev.lading.conformance.garbage;

import org.jspecify.annotations.NullMarked;
