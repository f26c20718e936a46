/**
 * Makes a root file system of an image's layers. {@code RootFilesystem} is where to start.
 *
 * <p>Nothing that a layer says leads out of the root. That is not decided by looking at paths: the
 * kernel resolves each with the root as the root of everything ({@code openat2} with {@code
 * RESOLVE_IN_ROOT}), and each file is made by its single name in a directory that is open.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/layer.md">OCI image-spec,
 *     Image Layer Filesystem Changeset</a>
 */
@NullMarked
package dev.lading.runtime.unpack;

import org.jspecify.annotations.NullMarked;
