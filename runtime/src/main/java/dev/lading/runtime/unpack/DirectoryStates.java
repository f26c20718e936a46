package dev.lading.runtime.unpack;

import dev.lading.runtime.posix.Directory;
import dev.lading.runtime.posix.OpenFile;
import dev.lading.runtime.posix.RawName;
import dev.lading.runtime.posix.TreeWalk;
import dev.lading.runtime.unpack.tar.TarTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The modes and times that directories have at the end. Until then all have a mode in which their
 * owner can work, and times that each new file in them changes. Kept by inode: what was made by one
 * path may be found by others. Mutable; for one thread.
 */
final class DirectoryStates {
  /** While files are made: the owner's only, so that nobody sees half an image. */
  static final int WORKING_MODE = 0700;

  private static final int IMPLIED_MODE = 0755;

  private final Map<Long, State> states = new HashMap<>();

  private record State(int mode, Optional<TarTime> modified) {}

  void put(long inode, int mode, TarTime modified) {
    states.put(inode, new State(mode, Optional.of(modified)));
  }

  /** A directory that no entry describes; its time is when it was made. */
  void putImplied(long inode) {
    states.put(inode, new State(IMPLIED_MODE, Optional.empty()));
  }

  /** Of a directory that is no more: another one may get its inode. */
  void forget(long inode) {
    states.remove(inode);
  }

  /**
   * Sets all of them.
   *
   * @param root open for reading, and not read yet; it is closed by this
   */
  void settle(Directory root, Directory sameRoot) {
    boolean _ = TreeWalk.within(root, new Settling());
    settle(sameRoot.file());
  }

  private void settle(OpenFile directory) {
    State state = states.get(directory.stat().inode());
    if (state != null) {
      directory.chmod(state.mode);
      state.modified.ifPresent(time -> directory.touch(time.seconds(), time.nanos()));
    }
  }

  private final class Settling implements TreeWalk.Visitor {
    @Override
    public boolean file(Directory in, long inode, RawName name) {
      return true;
    }

    @Override
    public boolean directory(
        Directory in, long inode, RawName name, OpenFile directory, boolean holdsSomething) {
      settle(directory);
      return true;
    }
  }
}
