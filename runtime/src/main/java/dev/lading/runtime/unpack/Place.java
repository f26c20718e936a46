package dev.lading.runtime.unpack;

import dev.lading.runtime.posix.Directory;

/**
 * An open directory of the root and its identity, which no link can hide.
 *
 * @param inode in the one file system that a root is in
 */
record Place(Directory directory, long inode) implements AutoCloseable {
  static Place of(Directory directory) {
    return new Place(directory, directory.file().stat().inode());
  }

  @Override
  public void close() {
    directory.close();
  }
}
