/**
 * A registry from outside, by the OCI distribution-spec and what Docker's clients expect beside it.
 * {@code RegistryClient.connect} gives the parts: manifests, blobs, uploads, tags, referrers, and
 * the routes of content trust. Everything blocks its thread, and is meant for virtual ones; all
 * types are safe for several, but for open blobs.
 */
@NullMarked
package dev.lading.runtime.registry.client;

import org.jspecify.annotations.NullMarked;
