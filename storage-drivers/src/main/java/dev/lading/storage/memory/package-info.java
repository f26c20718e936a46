/**
 * The driver that forgets: for tests, and for {@code storage: inmemory}. Start at {@link
 * dev.lading.storage.memory.MemoryDriver}.
 *
 * <p>May depend on {@code dev.lading.storage} only.
 */
@NullMarked
package dev.lading.storage.memory;

import org.jspecify.annotations.NullMarked;
