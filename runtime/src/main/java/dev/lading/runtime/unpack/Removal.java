package dev.lading.runtime.unpack;

import dev.lading.runtime.posix.Directory;
import dev.lading.runtime.posix.OpenFile;
import dev.lading.runtime.posix.RawName;
import dev.lading.runtime.posix.Stat;
import dev.lading.runtime.posix.TreeWalk;
import java.util.Optional;

/**
 * Takes away what an entry replaces and what whiteouts hide. A directory in which something is to
 * stay stays too.
 */
final class Removal {
  private static final RawName ITSELF = new RawName(".");

  private final DirectoryStates states;
  private final Parents parents;

  Removal(DirectoryStates states, Parents parents) {
    this.states = states;
    this.parents = parents;
  }

  /** All that has this name. */
  void replace(Place in, RawName name) {
    remove(in, name, (_, _) -> false);
  }

  /** What lower layers have by this name. */
  void hide(Place in, RawName name, ThisLayer layer) {
    if (!layer.isLowest()) {
      remove(in, name, layer::has);
    }
  }

  /** What lower layers have in this directory. */
  void hideAllIn(Place place, ThisLayer layer) {
    if (!layer.isLowest()) {
      boolean _ = TreeWalk.within(place.directory().child(ITSELF), new Visitor(layer::has));
      parents.forget();
    }
  }

  /** Whether something is to stay. */
  @FunctionalInterface
  private interface Keeps {
    boolean test(long directoryInode, RawName name);
  }

  private void remove(Place in, RawName name, Keeps keeps) {
    Optional<Stat> found = in.directory().stat(name);
    if (found.isEmpty()) {
      return;
    }
    Visitor visitor = new Visitor(keeps);
    if (!found.get().isDirectory()) {
      boolean _ = visitor.file(in.directory(), in.inode(), name);
    } else {
      removeDirectory(in, name, visitor);
    }
    if (!found.get().isRegular()) {
      parents.forget();
    }
  }

  private static void removeDirectory(Place in, RawName name, Visitor visitor) {
    boolean holdsSomething = TreeWalk.within(in.directory().child(name), visitor);
    try (Directory directory = in.directory().child(name)) {
      boolean _ =
          visitor.directory(in.directory(), in.inode(), name, directory.file(), holdsSomething);
    }
  }

  private final class Visitor implements TreeWalk.Visitor {
    private final Keeps keeps;

    Visitor(Keeps keeps) {
      this.keeps = keeps;
    }

    @Override
    public boolean file(Directory in, long inode, RawName name) {
      if (keeps.test(inode, name)) {
        return true;
      }
      in.unlink(name);
      return false;
    }

    @Override
    public boolean directory(
        Directory in, long inode, RawName name, OpenFile directory, boolean holdsSomething) {
      if (holdsSomething || keeps.test(inode, name)) {
        return true;
      }
      in.removeDirectory(name);
      states.forget(directory.stat().inode());
      return false;
    }
  }
}
