package dev.lading.trust.service;

import dev.lading.storage.StorageDriver;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.publish.Publishing;
import dev.lading.trust.publish.Resigning;
import dev.lading.trust.publish.ServerKeys;
import dev.lading.trust.publish.UpdateLimits;
import dev.lading.trust.service.Restore.Result;
import dev.lading.trust.signer.MasterKeys;
import dev.lading.trust.signer.RoleSigner;
import dev.lading.trust.signer.SavedKeys;
import dev.lading.trust.signer.SealedRoleSigner;
import dev.lading.trust.store.BackupFile;
import dev.lading.trust.store.TrustStore;
import dev.lading.trust.verify.RootPins;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import javax.crypto.spec.SecretKeySpec;

/** One process that serves the trust data of a store, which others may share. */
public record Site(TrustStore store, RoleSigner signer, TrustData trust, Restore restore) {
  static final byte[] SEALING = new byte[32];

  static Site over(StorageDriver driver, InstantSource clock) {
    return over(driver, clock, SEALING, TrustData.Listener.NONE);
  }

  static Site over(
      StorageDriver driver, InstantSource clock, byte[] sealing, TrustData.Listener listener) {
    TrustStore store = new TrustStore(driver, clock, new SplittableRandom(), 1 << 20);
    return of(store, driver, clock, sealing, listener);
  }

  /**
   * @param store over the same driver
   */
  public static Site of(TrustStore store, StorageDriver driver, InstantSource clock) {
    return of(store, driver, clock, SEALING, TrustData.Listener.NONE);
  }

  private static Site of(
      TrustStore store,
      StorageDriver driver,
      InstantSource clock,
      byte[] sealing,
      TrustData.Listener listener) {
    SecureRandom random = new SecureRandom();
    MasterKeys masters = MasterKeys.of(new SecretKeySpec(sealing, "AES"), List.of(), random);
    SealedRoleSigner signer = new SealedRoleSigner(driver, masters, store, random);
    Resigning resigning = new Resigning(signer);
    TrustData trust =
        new TrustData(
            store,
            new Publishing(signer, UpdateLimits.DEFAULT, _ -> RootPins.NONE),
            resigning,
            new ServerKeys(signer, KeyType.ECDSA),
            clock,
            listener);
    Restore restore = new Restore(store, new SavedKeys(driver, masters), resigning, clock);
    return new Site(store, signer, trust, restore);
  }

  public Result restore(Path file, Gun gun) throws IOException {
    try (BackupFile backup = BackupFile.open(file)) {
      return restore.restore(backup, gun);
    }
  }

  public SignedMetadata file(Gun gun, Role role) {
    return SignedMetadata.read(trust.find(gun, role).orElseThrow().bytes());
  }
}
