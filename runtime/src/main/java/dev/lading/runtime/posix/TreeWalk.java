package dev.lading.runtime.posix;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * Visits what is in a directory, each directory after all that is in it. Links are not followed and
 * no other file system is entered. However deep it goes, two directories are open at a time, and no
 * stack grows: the way up is {@code ..}, and what is found there must be what was left.
 */
public final class TreeWalk {
  /** What is done at each name. */
  public interface Visitor {
    /** The directory of that name, open for reading. */
    default Directory enter(Directory in, RawName name) {
      return in.child(name);
    }

    /**
     * @param in where the name is
     * @param inode of that directory
     * @return whether it is still there
     */
    boolean file(Directory in, long inode, RawName name);

    /**
     * @param in where the name is
     * @param inode of that directory
     * @param directory what has the name; its contents have been visited
     * @param holdsSomething whether anything of these is still there
     * @return whether it is still there
     */
    boolean directory(
        Directory in, long inode, RawName name, OpenFile directory, boolean holdsSomething);
  }

  private final Visitor visitor;
  private final Deque<Level> levels = new ArrayDeque<>();
  private Directory current;

  private TreeWalk(Visitor visitor, Directory top) {
    this.visitor = visitor;
    this.current = top;
  }

  /**
   * Visits what is in it, and not itself.
   *
   * @param top open for reading, and not read yet; it is closed by this
   * @return whether anything in it is still there
   * @throws PosixException.Moved when somebody else moves directories at the same time
   */
  public static boolean within(Directory top, Visitor visitor) {
    TreeWalk walk = new TreeWalk(visitor, top);
    try {
      walk.push(new RawName(""));
      return walk.run();
    } finally {
      walk.current.close();
    }
  }

  private boolean run() {
    while (true) {
      Level level = levels.getFirst();
      if (level.rest.hasNext()) {
        visit(level, level.rest.next());
      } else if (levels.size() > 1) {
        leave();
      } else {
        return level.holdsSomething;
      }
    }
  }

  private void visit(Level level, Listed listed) {
    if (listed.isDirectory()) {
      replaceCurrent(visitor.enter(current, listed.name()));
      push(listed.name());
    } else {
      level.holdsSomething |= visitor.file(current, level.inode, listed.name());
    }
  }

  private void push(RawName name) {
    levels.push(new Level(name, current.file().stat().inode(), current.list().iterator()));
  }

  /** The parent is opened first: what the visitor does may bar the way. */
  private void leave() {
    Level done = levels.pop();
    Level above = levels.getFirst();
    Directory left = current;
    try {
      current = left.parent();
      if (current.file().stat().inode() != above.inode) {
        throw new PosixException.Moved(done.name);
      }
      above.holdsSomething |=
          visitor.directory(current, above.inode, done.name, left.file(), done.holdsSomething);
    } finally {
      left.close();
    }
  }

  private void replaceCurrent(Directory next) {
    current.close();
    current = next;
  }

  private static final class Level {
    final RawName name;
    final long inode;
    final Iterator<Listed> rest;
    boolean holdsSomething;

    Level(RawName name, long inode, Iterator<Listed> rest) {
      this.name = name;
      this.inode = inode;
      this.rest = rest;
    }
  }
}
