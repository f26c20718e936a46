/**
 * What a registry must keep when it is killed, when the power fails and when the disk is full.
 *
 * <p>Depends on {@code dev.lading.conformance.support} and on {@code clients} for what must be
 * installed. Start at {@link dev.lading.conformance.crash.Journal}, what clients were told, and
 * {@link dev.lading.conformance.crash.Inspection}, which compares it with what is there.
 */
@NullMarked
package dev.lading.conformance.crash;

import org.jspecify.annotations.NullMarked;
