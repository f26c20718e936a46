package dev.lading.runtime.trust;

import dev.lading.runtime.files.PrivateFile;
import dev.lading.runtime.trust.TrustFailure.StateUnusable;
import dev.lading.trust.Gun;
import dev.lading.trust.TrustException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is remembered of each repository: {@code <folder>/<host>/<repository>/_trust.json}, a name
 * that no repository has. A file is replaced in one step and only by who knows what was in it, so
 * that what was seen is never unseen. Safe for several programs, and for the threads of this one
 * when they share one instance; the lock is held while one file is written and never while a
 * registry is waited for.
 *
 * <p>Not the folder of notary or docker: what they believed, by rules of their own, is not believed
 * here.
 */
public final class TrustStates {
  private static final String FILE = "_trust.json";
  private static final String LOCK = "_lock";

  private final Path folder;
  private final ReentrantLock ours = new ReentrantLock();

  /**
   * @param folder need not exist yet
   */
  public TrustStates(Path folder) {
    this.folder = folder;
  }

  /** Where it is remembered: to begin anew, somebody has to remove it by hand. */
  public Path file(Gun gun) {
    return folder.resolve(gun.host()).resolve(gun.repository().name()).resolve(FILE);
  }

  /**
   * @throws StateUnusable when it cannot be read; it is never taken for nothing
   */
  TrustState find(Gun gun) {
    Path file = file(gun);
    try {
      return TrustState.read(Files.readAllBytes(file));
    } catch (NoSuchFileException _) {
      return TrustState.NONE;
    } catch (IOException e) {
      throw new StateUnusable(file, "cannot be read", e);
    } catch (TrustException | IllegalArgumentException e) {
      throw new StateUnusable(
          file, "is damaged. Whoever removes it decides to trust the next root that comes", e);
    }
  }

  /**
   * @return false when there is something else than was expected; nothing is changed then
   */
  boolean replace(Gun gun, TrustState expected, TrustState next) {
    Path lock = folder.resolve(LOCK);
    ours.lock();
    try {
      PrivateFile.createFolder(folder);
      try (FileChannel channel =
              FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock held = channel.lock()) {
        if (!held.isValid() || !find(gun).equals(expected)) {
          return false;
        }
        PrivateFile.write(file(gun), next.bytes());
        return true;
      }
    } catch (IOException e) {
      throw new StateUnusable(file(gun), "cannot be written", e);
    } finally {
      ours.unlock();
    }
  }
}
