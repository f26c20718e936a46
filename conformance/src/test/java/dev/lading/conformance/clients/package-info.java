/**
 * The clients people use, against a real server: skopeo, podman, buildah, docker, and what
 * oras-style clients send.
 *
 * <p>Every client gets a home, a store and a cache of its own in the test's directory. Depends on
 * {@code dev.lading.conformance.support}. Start at {@link dev.lading.conformance.clients.Program}.
 */
@NullMarked
package dev.lading.conformance.clients;

import org.jspecify.annotations.NullMarked;
