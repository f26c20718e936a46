package dev.lading.runtime.unpack;

import dev.lading.runtime.posix.Directory;
import dev.lading.runtime.posix.Errno;
import dev.lading.runtime.posix.PosixException.CallFailed;
import dev.lading.runtime.posix.RawName;
import dev.lading.runtime.unpack.EntryWriter.Refused;
import dev.lading.runtime.unpack.UnpackException.Fault;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The directories that entries are in, as paths lead to them with the root as the root of
 * everything. The last one stays open: the next entry is mostly in it, too. Mutable; for one
 * thread.
 */
final class Parents implements AutoCloseable {
  private static final int MOST_LINKS = 40; // as many as the kernel follows

  private final Directory root;
  private final Consumer<Place> implied;
  private Optional<Known> last = Optional.empty();
  private boolean isCurrent;

  private record Known(RawName path, Place place) {}

  /**
   * @param implied is told of each directory that is made without an entry of its own
   */
  Parents(Directory root, Consumer<Place> implied) {
    this.root = root;
    this.implied = implied;
  }

  /** Open until another one is found, made or remembered. */
  Optional<Place> find(RawName path) {
    if (isCurrent && last.isPresent() && last.get().path.equals(path)) {
      return last.map(Known::place);
    }
    Optional<Place> found = lookUp(path).map(Place::of);
    found.ifPresent(place -> remember(path, place));
    return found;
  }

  /** The same, and made when it is not there, with all above it. */
  Place make(RawName path) {
    Optional<Place> found = find(path);
    if (found.isEmpty()) {
      makeMissing(path.bytes(), MOST_LINKS);
      found = find(path);
    }
    return found.orElseThrow(() -> new Refused(Fault.PARENT_IS_NO_DIRECTORY));
  }

  /** A directory that was just made or met at that path; it is closed in due time. */
  void remember(RawName path, Place place) {
    close();
    last = Optional.of(new Known(path, place));
    isCurrent = true;
  }

  /**
   * To be called when a directory or a link is removed: a path may lead elsewhere now. What was
   * found stays open.
   */
  void forget() {
    isCurrent = false;
  }

  @Override
  public void close() {
    last.ifPresent(known -> known.place.close());
    last = Optional.empty();
  }

  /** Another handle of it, which the caller closes. What is no directory is nothing here. */
  Optional<Directory> lookUp(RawName path) {
    try {
      return root.findDirectoryWithin(path);
    } catch (CallFailed e) {
      if (e.errno().equals(Errno.ENOTDIR) || e.errno().equals(Errno.ELOOP)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Each step starts from the root, because only so are links and {@code ..} held inside. */
  private void makeMissing(String path, int links) {
    for (int end = firstMissing(path); end <= path.length(); end = nextEnd(path, end)) {
      int slash = path.lastIndexOf('/', end - 1);
      String above = slash < 0 ? "." : path.substring(0, slash + 1);
      String name = path.substring(slash + 1, end);
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      try (Directory in =
          lookUp(new RawName(above)).orElseThrow(() -> new Refused(Fault.PARENT_IS_NO_DIRECTORY))) {
        makeOne(in, above, new RawName(name), links);
      }
    }
  }

  private void makeOne(Directory in, String above, RawName name, int links) {
    if (in.makeDirectory(name, DirectoryStates.WORKING_MODE)) {
      try (Place made = Place.of(in.child(name))) {
        implied.accept(made);
      }
    } else if (in.stat(name).orElseThrow().isSymlink()) {
      makeTarget(above, in.target(name).bytes(), links);
    }
  }

  /** What a link to nowhere is meant to lead to. */
  private void makeTarget(String above, String target, int links) {
    if (links == 0) {
      throw new Refused(Fault.PARENT_IS_NO_DIRECTORY);
    }
    makeMissing(target.startsWith("/") ? target : above + "/" + target, links - 1);
  }

  /** The end of the shortest part of the path that leads nowhere; found by halving. */
  private int firstMissing(String path) {
    int there = 0;
    int missing = path.length();
    while (nextEnd(path, there) < missing) {
      int middle = nextEnd(path, (there + missing) / 2 - 1);
      if (middle >= missing) {
        middle = nextEnd(path, there);
      }
      Optional<Directory> found = lookUp(new RawName(path.substring(0, middle)));
      found.ifPresent(Directory::close);
      if (found.isPresent()) {
        there = middle;
      } else {
        missing = middle;
      }
    }
    return missing;
  }

  /** Where the name ends that starts after the given place. */
  private static int nextEnd(String path, int after) {
    int slash = path.indexOf('/', after + 1);
    return slash < 0 ? Math.max(path.length(), after + 1) : slash;
  }
}
