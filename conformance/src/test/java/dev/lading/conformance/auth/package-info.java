/**
 * Who may do what, seen from outside: the clients people use, against a server that speaks TLS,
 * with each way to log in.
 *
 * <p>Depends on {@code dev.lading.conformance.support} and {@code dev.lading.conformance.clients}.
 * Start at {@link dev.lading.conformance.auth.Site}.
 */
@NullMarked
package dev.lading.conformance.auth;

import org.jspecify.annotations.NullMarked;
