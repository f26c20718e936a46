package dev.lading.trust.signer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lading.storage.StorageDriver;
import dev.lading.storage.memory.MemoryDriver;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.metadata.FileMeta;
import dev.lading.trust.metadata.ServerMetadata;
import dev.lading.trust.metadata.SnapshotMetadata;
import dev.lading.trust.metadata.TimestampMetadata;
import dev.lading.trust.store.Outcome;
import dev.lading.trust.store.RoleFile;
import dev.lading.trust.store.TrustStore;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** A store that signers share, and what is published in it. */
final class SignerFixture {
  static final Gun GUN = Gun.parse("localhost:5000/team/app");
  static final Gun OTHER = Gun.parse("localhost:5000/team");
  static final SecretKey MASTER = master(1);
  static final SecretKey OTHER_MASTER = master(2);
  static final SecretKey THIRD_MASTER = master(3);
  private static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");
  private static final int REMEMBERED_BYTES = 1 << 20;

  final StorageDriver driver = new MemoryDriver(InstantSource.system());
  final TrustStore store = store(driver);

  /** A process of its own. */
  SealedRoleSigner signer() {
    return signer(driver, masters(MASTER));
  }

  SealedRoleSigner signer(MasterKeys masters) {
    return signer(driver, masters);
  }

  static SealedRoleSigner signer(StorageDriver driver, MasterKeys masters) {
    return new SealedRoleSigner(driver, masters, store(driver), new SecureRandom());
  }

  static MasterKeys masters(SecretKey current, SecretKey... former) {
    return MasterKeys.of(current, List.of(former), new SecureRandom());
  }

  static ServerMetadata timestamp(int version) {
    return new TimestampMetadata(new MetadataVersion(version), NOW, meta("snapshot"));
  }

  static ServerMetadata snapshot(int version) {
    return new SnapshotMetadata(
        new MetadataVersion(version),
        NOW,
        Map.of(Role.ROOT, meta("root"), Role.TARGETS, meta("targets")));
  }

  /** Behind the newest, both roles that the server signs for in this version. */
  void publish(int version) {
    Map<Role, RoleFile> files = new HashMap<>();
    for (Role role : List.of(Role.ROOT, Role.SNAPSHOT, Role.TIMESTAMP)) {
      files.put(role, new RoleFile(new MetadataVersion(version), bytes(role + " " + version)));
    }
    Outcome outcome = store.publish(GUN, store.newest(GUN), files);
    if (!(outcome instanceof Outcome.Committed)) {
      throw new AssertionError(outcome);
    }
  }

  private static TrustStore store(StorageDriver driver) {
    return new TrustStore(
        driver, InstantSource.fixed(NOW), new SplittableRandom(), REMEMBERED_BYTES);
  }

  private static FileMeta meta(String text) {
    return FileMeta.of(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static SecretKey master(int fill) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) fill);
    return new SecretKeySpec(bytes, "AES");
  }
}
