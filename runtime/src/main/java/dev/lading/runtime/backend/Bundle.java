package dev.lading.runtime.backend;

import java.nio.file.Path;

/**
 * Where a container's files lie, and what it is called.
 *
 * @param folder absolute; holds {@code lower}, a link to the image's root filesystem, and {@code
 *     root}, the mounted root filesystem, once it is held by its supervisor, and whatever a back
 *     end writes for its program
 */
public record Bundle(String id, Path folder) {
  /** Where its root filesystem is mounted, as its supervisor sees it. */
  public Path root() {
    return folder.resolve("root");
  }

  /** The root filesystem of its image, which nobody writes to. */
  public Path image() {
    return folder.resolve("lower");
  }

  /** Written when the container's program begins: its ID, and perhaps more behind a space. */
  public Path pid() {
    return folder.resolve("pid");
  }

  /**
   * Whether the container's program has begun. An empty file is about to be written, or there was
   * no room for more.
   */
  public boolean hasBegun() {
    return pid().toFile().length() > 0;
  }
}
