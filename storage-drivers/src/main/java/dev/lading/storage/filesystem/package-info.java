/**
 * A directory tree as a store: keys are paths below the root, so that the tree of CNCF distribution
 * is served as it lies there. Start at {@link dev.lading.storage.filesystem.FilesystemDriver}; what
 * is synced when, and why, is in {@code docs/durability.md} and, as code, in {@code Tree} and
 * {@code DurableDirectories}. All that changes the disk goes through {@code Disk}.
 *
 * <p>May depend on {@code dev.lading.storage} only.
 */
@NullMarked
package dev.lading.storage.filesystem;

import org.jspecify.annotations.NullMarked;
