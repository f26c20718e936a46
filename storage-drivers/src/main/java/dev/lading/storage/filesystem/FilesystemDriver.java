package dev.lading.storage.filesystem;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;
import static java.nio.file.StandardOpenOption.READ;

import dev.lading.storage.BlobSource;
import dev.lading.storage.Durability;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ObjectInfo;
import dev.lading.storage.ObjectTooLarge;
import dev.lading.storage.RootInUse;
import dev.lading.storage.StagedObject;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Objects as files: a key is the path below the root, as in the tree of CNCF distribution. Staged
 * bytes are a file too and seen by every verb under their own key. Store time is the time of last
 * modification.
 *
 * <p>One driver per root: a lock in {@code lading/lock} keeps others away, and {@code lading/tmp}
 * holds what is being written. The root may be reached through symbolic links; below it, one in the
 * place of an object is no object, and listings leave out what lies behind one in the place of a
 * directory. Everything must be on one file system.
 *
 * <p>Safe for any number of threads. A thread that is interrupted while it reads or writes gets
 * {@link StorageUnavailable} and stays interrupted.
 */
public final class FilesystemDriver implements StorageDriver {
  private static final Set<OpenOption> READING = Set.of(READ, NOFOLLOW_LINKS);

  private final Root root;
  private final RootLock lock;
  private final Tree tree;
  private final Listing listing;
  private final Failures failures;

  private FilesystemDriver(Root root, RootLock lock, Tree tree) {
    this.root = root;
    this.lock = lock;
    this.tree = tree;
    this.listing = new Listing(root);
    this.failures = new Failures(tree);
  }

  /**
   * Opens a root, which is made when it is missing, and removes what a killed process left in
   * {@code lading/tmp}.
   *
   * @param holder what the next one is told who wants this root: process, host, since when
   * @throws RootInUse when another driver has it, with what that one said of itself
   * @throws StorageUnavailable when the root cannot be written
   */
  public static FilesystemDriver open(
      Path path, Durability durability, String holder, InstantSource clock) {
    return open(path, durability, holder, clock, new NioDisk());
  }

  static FilesystemDriver open(
      Path path, Durability durability, String holder, InstantSource clock, Disk disk) {
    try {
      Root root = Root.prepare(path, disk);
      RootLock lock = RootLock.acquire(root.path(), root.lock(), holder);
      Tree tree = new Tree(disk, root, durability, clock);
      try {
        tree.recover(root.wasEmpty());
        return new FilesystemDriver(root, lock, tree);
      } catch (IOException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new StorageUnavailable("the store at " + path + " cannot be used: " + e, e);
    }
  }

  @Override
  public Optional<ObjectInfo> find(Key key) {
    Path file = root.resolve(key);
    try {
      Optional<ObjectInfo> info = object(file).map(Listing::info);
      if (info.isPresent()) {
        tree.settle(file);
      }
      return info;
    } catch (IOException e) {
      throw failures.reading(key, e);
    }
  }

  @Override
  public Optional<byte[]> read(Key key, int limitBytes) {
    try (FileChannel channel = openFile(root.resolve(key))) {
      long size = channel.size();
      if (size > limitBytes) {
        throw new ObjectTooLarge(key, size, limitBytes);
      }
      return Optional.of(Slices.read(channel, (int) size));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw failures.reading(key, e);
    }
  }

  @Override
  public Optional<BlobSource> source(Key key) {
    try {
      FileChannel channel = openFile(root.resolve(key));
      try {
        return Optional.of(new BlobSource.LocalFile(channel, channel.size()));
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw failures.reading(key, e);
    }
  }

  @Override
  public void write(Key key, byte[] bytes) {
    write(key, bytes, tree.durability());
  }

  @Override
  public void writeTransient(Key key, byte[] bytes) {
    write(key, bytes, Durability.RELAXED);
  }

  @Override
  public boolean writeIfAbsent(Key key, byte[] bytes) {
    try {
      return tree.writeIfAbsent(root.resolve(key), bytes);
    } catch (IOException e) {
      throw failures.writing(key, bytes.length, e);
    }
  }

  /** A second name for the same file, which nobody changes any more. */
  @Override
  public boolean copy(Key from, Key to) {
    Path file = root.resolve(from);
    try {
      return object(file).isPresent() && tree.copy(file, root.resolve(to));
    } catch (IOException e) {
      throw failures.writing(to, 0, e);
    }
  }

  @Override
  public List<ListedObject> list(Key prefix, Optional<Key> after, int limit) {
    try {
      return listing.objects(prefix, after.map(Key::path).orElse(""), limit);
    } catch (IOException e) {
      throw failures.reading(prefix, e);
    }
  }

  @Override
  public List<String> children(Key prefix, Optional<String> after, int limit) {
    try {
      return listing.children(prefix, after.orElse(""), limit);
    } catch (IOException e) {
      throw failures.reading(prefix, e);
    }
  }

  @Override
  public void delete(Key key) {
    remove(key, tree.durability());
  }

  @Override
  public void deleteTransient(Key key) {
    remove(key, Durability.RELAXED);
  }

  @Override
  public void deleteBelow(Key prefix) {
    removeBelow(prefix, tree.durability());
  }

  @Override
  public void deleteBelowTransient(Key prefix) {
    removeBelow(prefix, Durability.RELAXED);
  }

  @Override
  public StagedObject stage(Key key) {
    Path file = root.resolve(key);
    try {
      tree.create(file);
      return new StagedFile(tree, failures, key, file);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException(key + " was used before", e);
    } catch (IOException e) {
      throw failures.writing(key, 0, e);
    }
  }

  /**
   * A power loss may keep the new name of a published file and bring back the old one. Appending
   * under the old name would then change the object, so such a file is no staged object any more.
   */
  @Override
  public Optional<StagedObject> staged(Key key) {
    Path file = root.resolve(key);
    try {
      if (find(key).isEmpty()) {
        return Optional.empty();
      }
      if ((int) Files.getAttribute(file, "unix:nlink", NOFOLLOW_LINKS) > 1) {
        tree.remove(file, Durability.RELAXED);
        return Optional.empty();
      }
      return Optional.of(new StagedFile(tree, failures, key, file));
    } catch (NoSuchFileException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw failures.reading(key, e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new StorageUnavailable("letting go of " + root.path() + " failed", e);
    }
  }

  private void write(Key key, byte[] bytes, Durability promise) {
    try {
      tree.write(root.resolve(key), bytes, promise);
    } catch (IOException e) {
      throw failures.writing(key, bytes.length, e);
    }
  }

  private void remove(Key key, Durability promise) {
    try {
      tree.remove(root.resolve(key), promise);
    } catch (IOException e) {
      throw failures.removing(key, e);
    }
  }

  private void removeBelow(Key prefix, Durability promise) {
    try {
      tree.removeBelow(root.resolve(prefix), promise);
    } catch (IOException e) {
      throw failures.removing(prefix, e);
    }
  }

  private Optional<BasicFileAttributes> object(Path file) throws IOException {
    return root.isOwn(file)
        ? Optional.empty()
        : Listing.attributes(file).filter(BasicFileAttributes::isRegularFile);
  }

  /** Looks before it opens: a directory can be opened too, and a pipe would wait for a writer. */
  private FileChannel openFile(Path file) throws IOException {
    if (object(file).isEmpty()) {
      throw new NoSuchFileException(file.toString());
    }
    FileChannel channel = FileChannel.open(file, READING);
    try {
      tree.settle(file);
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }
}
