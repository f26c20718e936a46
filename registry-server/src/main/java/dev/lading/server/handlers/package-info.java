/**
 * Who answers what: one handler per endpoint of the distribution API. Start at {@link
 * dev.lading.server.handlers.Routes}, the whole API as one table.
 *
 * <p>May depend on {@code dev.lading.server.exchange}, {@code content} and {@code storage-drivers}.
 */
@NullMarked
package dev.lading.server.handlers;

import org.jspecify.annotations.NullMarked;
