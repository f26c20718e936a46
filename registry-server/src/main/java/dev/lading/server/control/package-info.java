/**
 * How commands speak to a registry that runs on a directory: a Unix domain socket in its store, for
 * its own user and root only. A request is one line of JSON, {@code {"command": NAME, "arguments":
 * {...}}}; the answer is any number of lines {@code {"progress": ...}} and then one, {@code
 * {"result": ...}} or {@code {"error": TEXT}}.
 *
 * <p>Knows nothing of what can be commanded. Start reading at {@link
 * dev.lading.server.control.ControlSocket}; the other end is {@link
 * dev.lading.server.control.ControlClient}.
 */
@NullMarked
package dev.lading.server.control;

import org.jspecify.annotations.NullMarked;
