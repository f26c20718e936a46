/**
 * The collector in a server: what is configured of it, when it runs, and what can be asked of it.
 * Start reading at {@link dev.lading.server.gc.GcService}.
 *
 * <p>May depend on {@code gc} and what is below it, and on {@code server.control}.
 */
@NullMarked
package dev.lading.server.gc;

import org.jspecify.annotations.NullMarked;
