/**
 * The program: commands, settings, and the wiring of one registry. Start at {@link
 * dev.lading.server.Main}; {@link dev.lading.server.Registry} puts the parts together.
 *
 * <p>May depend on everything below.
 */
@NullMarked
package dev.lading.server;

import org.jspecify.annotations.NullMarked;
