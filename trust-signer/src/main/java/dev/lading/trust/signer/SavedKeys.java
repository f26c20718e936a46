package dev.lading.trust.signer;

import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts keys of a backup beside those that there are. None of these is replaced: whoever was given
 * one may be publishing with it just now. It may be done again at any time.
 */
public final class SavedKeys {
  private static final Logger LOG = LoggerFactory.getLogger(SavedKeys.class);

  /** Before the first: it signed in a life that is over, and answers for what it said then. */
  private static final long BEFORE_ALL = 0;

  private final SealedKeys keys;

  public SavedKeys(StorageDriver driver, MasterKeys masters) {
    this.keys = new SealedKeys(driver, masters);
  }

  /**
   * A key that cannot be brought back is left out; the log names it.
   *
   * @param objects keys, and the marks of those that have signed, by where they lay
   * @throws StorageException when the store fails
   */
  public void add(Map<Key, byte[]> objects) {
    objects.forEach(
        (key, bytes) ->
            RoleKey.find(key)
                .ifPresent(saved -> add(saved, bytes, objects.containsKey(saved.used()))));
  }

  private void add(RoleKey saved, byte[] bytes, boolean hasSigned) {
    try {
      RoleKey place = keys.bringBack(saved, bytes);
      if (hasSigned) {
        keys.noteUse(place, BEFORE_ALL);
      }
    } catch (KeyUnreadable e) {
      LOG.warn("a key of the backup is left out key={}", e.key(), e);
    }
  }
}
