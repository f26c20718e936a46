package dev.lading.runtime.posix;

import java.nio.file.Path;

/**
 * Deletes a directory and all in it. Links are not followed, no other file system is entered, so
 * that what is mounted inside stays and makes the deletion fail; directories whose modes forbid it
 * are given others first.
 */
public final class TreeRemoval implements TreeWalk.Visitor {
  private static final int OWNER_ALL = 0700;

  private TreeRemoval() {}

  /**
   * Deletes what has that name, of whatever type; nothing is fine.
   *
   * @throws PosixException when it cannot; then some of it is still there
   */
  public static void delete(Path path) {
    Path absolute = path.toAbsolutePath().normalize();
    Path parent = absolute.getParent();
    Path name = absolute.getFileName();
    if (parent == null || name == null) {
      throw new IllegalArgumentException("the root of all files is not deleted");
    }
    try (Kernel kernel = Kernel.open();
        Directory in = Directory.open(kernel, parent)) {
      delete(in, RawName.of(name.toString()));
    }
  }

  private static void delete(Directory in, RawName name) {
    TreeRemoval removal = new TreeRemoval();
    if (in.stat(name).map(Stat::isDirectory).orElse(false)) {
      boolean _ = TreeWalk.within(removal.enter(in, name), removal);
      in.removeDirectory(name);
    } else {
      in.unlink(name);
    }
  }

  @Override
  public Directory enter(Directory in, RawName name) {
    try (Directory place = in.childPlace(name)) {
      place.allow(OWNER_ALL);
    }
    return in.child(name);
  }

  @Override
  public boolean file(Directory in, long inode, RawName name) {
    in.unlink(name);
    return false;
  }

  @Override
  public boolean directory(
      Directory in, long inode, RawName name, OpenFile directory, boolean holdsSomething) {
    in.removeDirectory(name);
    return false;
  }
}
