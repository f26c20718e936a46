/**
 * The client's half of the command line. The launcher starts it by the first word; the server's
 * commands are another program, on another class path. {@code Main} is the way in.
 *
 * <p>May depend on everything in {@code runtime}; nothing depends on it.
 */
@NullMarked
package dev.lading.runtime.command;

import org.jspecify.annotations.NullMarked;
