package dev.lading.runtime.posix;

/**
 * What a file is.
 *
 * @param mode type and permissions
 * @param device of the file system
 */
public record Stat(int mode, int owner, int group, long size, long inode, long device, int links) {
  static final int TYPE = 0170000;
  static final int DIRECTORY = 0040000;
  static final int REGULAR = 0100000;
  static final int LINK = 0120000;

  public boolean isDirectory() {
    return (mode & TYPE) == DIRECTORY;
  }

  public boolean isRegular() {
    return (mode & TYPE) == REGULAR;
  }

  public boolean isSymlink() {
    return (mode & TYPE) == LINK;
  }

  public boolean isSameFile(Stat other) {
    return inode == other.inode && device == other.device;
  }
}
