/**
 * The stores: blobs, manifests, tags, referrers, uploads and repositories over one storage driver.
 * Start at {@link dev.lading.content.store.ContentStore}, which holds them all; {@link
 * dev.lading.content.store.Layout} shows the tree. Writers follow one order everywhere: claim,
 * check, publish, link last (docs/architecture.md).
 *
 * <p>May depend on {@code dev.lading.content} and {@code dev.lading.storage}.
 */
@NullMarked
package dev.lading.content.store;

import org.jspecify.annotations.NullMarked;
