/**
 * How one logs in to a registry: challenges, credentials and tokens, by RFC 9110 and Docker's token
 * specification. {@code Login} holds what is known of one registry.
 */
@NullMarked
package dev.lading.runtime.registry.login;

import org.jspecify.annotations.NullMarked;
