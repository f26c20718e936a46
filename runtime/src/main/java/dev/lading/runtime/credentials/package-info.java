/**
 * Logins that people have already: Docker's configuration file, its credential helpers and the
 * containers tools' file. {@code Logins} reads all of them and writes Docker's.
 *
 * <p>Of the rest of {@code runtime} it knows what a registry's host and credentials are.
 */
@NullMarked
package dev.lading.runtime.credentials;

import org.jspecify.annotations.NullMarked;
