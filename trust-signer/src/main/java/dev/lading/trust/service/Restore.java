package dev.lading.trust.service;

import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.TrustException;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.publish.Resigning;
import dev.lading.trust.publish.Resigning.Age;
import dev.lading.trust.signer.KeyUnreadable;
import dev.lading.trust.signer.SavedKeys;
import dev.lading.trust.store.BackupFile;
import dev.lading.trust.store.Generation;
import dev.lading.trust.store.Outcome;
import dev.lading.trust.store.TrustStore;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings back what a backup saved, where there is nothing: as the first generation, which is
 * committed as any publication is. So whoever publishes a first one meanwhile is either wholly in
 * force, and stays, or is told that somebody else has published. It may be broken off, and done
 * again, at any time.
 *
 * <p>Snapshot and timestamp are signed anew, with versions far above the saved ones: readers may
 * have seen those that came after the backup, and believe nothing lower.
 */
public final class Restore {
  private static final Logger LOG = LoggerFactory.getLogger(Restore.class);

  /** More than there are publications between a backup and a loss. */
  private static final int LEAP = 10_000;

  private final TrustStore store;
  private final SavedKeys keys;
  private final Resigning resigning;
  private final InstantSource clock;

  public Restore(TrustStore store, SavedKeys keys, Resigning resigning, InstantSource clock) {
    this.store = store;
    this.keys = keys;
    this.resigning = resigning;
    this.clock = clock;
  }

  /** What became of one GUN. */
  public enum Result {
    RESTORED,
    /** Not signed anew: root has expired, or the server cannot sign. The owner has to publish. */
    RESTORED_UNSIGNED,
    /** There is trust data, or a deletion of it, and that stays. */
    KEPT
  }

  /**
   * @param gun one of the backup's
   * @throws IOException when the backup cannot be read
   * @throws dev.lading.trust.store.DamagedTrustData when it holds something else than was saved
   * @throws dev.lading.storage.StorageException when the store fails; nothing is in force of it
   */
  public Result restore(BackupFile backup, Gun gun) throws IOException {
    if (store.newest(gun).isPresent()) {
      return Result.KEPT;
    }
    keys.add(backup.keys(gun));
    Generation saved = backup.copy(gun, store).leaping(LEAP);
    if (saved.isDeletion()) {
      return store.bringBack(saved) ? Result.RESTORED : Result.KEPT;
    }
    Map<Role, SignedMetadata> anew = signedAnew(saved);
    if (anew.isEmpty()) {
      return store.bringBack(saved) ? Result.RESTORED_UNSIGNED : Result.KEPT;
    }
    return store.publish(gun, Optional.of(saved), TrustData.files(anew))
            instanceof Outcome.Committed
        ? Result.RESTORED
        : Result.KEPT;
  }

  private Map<Role, SignedMetadata> signedAnew(Generation saved) {
    try {
      return resigning.due(
          saved.gun(), new GenerationState(store, Optional.of(saved)), Age.ANY, clock.instant());
    } catch (TrustException | KeyUnreadable e) {
      LOG.warn("trust data is restored as it was gun={}", saved.gun(), e);
      return Map.of();
    }
  }
}
