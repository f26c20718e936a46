/**
 * Registries to test and a way to speak to them: child processes (Lading, Debian's
 * docker-registry), an address given from outside, requests that are sent exactly as written,
 * answers that can be checked.
 *
 * <p>Depends on no product class: Lading is started as a process. Start at {@link
 * dev.lading.conformance.support.Registry}; to start a server of your own, at {@link
 * dev.lading.conformance.support.LadingServer}.
 */
@NullMarked
package dev.lading.conformance.support;

import org.jspecify.annotations.NullMarked;
