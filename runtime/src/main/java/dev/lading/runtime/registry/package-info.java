/**
 * Words of a registry's client: what an image is called, which registry has it, and what can go
 * wrong. The client itself is in {@code registry.client}; start there, with {@code RegistryClient}.
 *
 * <p>This package and those below it know nothing of the rest of {@code runtime}; may depend on
 * {@code content}, for its names, digests and manifests.
 */
@NullMarked
package dev.lading.runtime.registry;

import org.jspecify.annotations.NullMarked;
