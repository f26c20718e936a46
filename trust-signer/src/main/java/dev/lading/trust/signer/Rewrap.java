package dev.lading.trust.signer;

import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageException;
import java.util.ArrayList;
import java.util.List;

/**
 * Seals the keys of all repositories anew, under another master key. Servers need both while it
 * runs: configure the new one as current and the old one as former everywhere, rewrap, and remove
 * the old one when nothing was unreadable. Each object is replaced in one step, so it may be broken
 * off, and run again, at any time; what is under the new one already is left as it is.
 */
public final class Rewrap {
  private final SealedKeys keys;

  /**
   * @param masters the new one as current, those before as former
   */
  public Rewrap(StorageDriver driver, MasterKeys masters) {
    this.keys = new SealedKeys(driver, masters);
  }

  /**
   * What it came to.
   *
   * @param rewrapped keys
   * @param current keys that were under the new master key before
   * @param unreadable keys that none of the master keys opens; they stay as they were
   */
  public record Rewrapped(int rewrapped, int current, List<Key> unreadable) {
    public Rewrapped {
      unreadable = List.copyOf(unreadable);
    }
  }

  /**
   * @throws StorageException when the store fails; what was rewrapped until then stays so
   */
  public Rewrapped all() {
    int rewrapped = 0;
    int current = 0;
    List<Key> unreadable = new ArrayList<>();
    for (RoleKey place : keys.listAll()) {
      try {
        if (keys.reseal(place)) {
          rewrapped++;
        } else {
          current++;
        }
      } catch (KeyUnreadable e) {
        unreadable.add(e.key());
      }
    }
    return new Rewrapped(rewrapped, current, unreadable);
  }
}
