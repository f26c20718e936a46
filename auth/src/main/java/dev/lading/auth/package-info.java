/**
 * Who asks, and what they may do: identities, and the rules that decide for them.
 *
 * <p>May depend on {@code content}, {@code storage-drivers} and {@code config}; knows no HTTP.
 */
@NullMarked
package dev.lading.auth;

import org.jspecify.annotations.NullMarked;
