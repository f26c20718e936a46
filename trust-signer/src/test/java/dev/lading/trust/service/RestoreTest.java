package dev.lading.trust.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ReadableStore;
import dev.lading.storage.memory.MemoryDriver;
import dev.lading.trust.Author;
import dev.lading.trust.Author.SigningKey;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.key.KeyType;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.Delegations;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.TimestampMetadata;
import dev.lading.trust.publish.Publishing;
import dev.lading.trust.publish.Resigning;
import dev.lading.trust.publish.ServerKeys;
import dev.lading.trust.publish.UpdateLimits;
import dev.lading.trust.publish.UpdateResult.Accepted;
import dev.lading.trust.publish.UploadedPart;
import dev.lading.trust.service.Restore.Result;
import dev.lading.trust.signer.MasterKeys;
import dev.lading.trust.signer.SealedRoleSigner;
import dev.lading.trust.store.Backup;
import dev.lading.trust.store.Backup.Saved;
import dev.lading.trust.store.BackupFile;
import dev.lading.trust.store.DamagedTrustData;
import dev.lading.trust.store.Trim;
import dev.lading.trust.store.TrustStore;
import dev.lading.trust.verify.RootPins;
import dev.lading.trust.verify.Verified;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is lost, and what is not, with a store and a backup of it. */
class RestoreTest {
  private static final Gun GUN = Gun.parse("localhost:5000/team/app");
  private static final Gun OTHER = Gun.parse("localhost:5000/team/app/tools");
  private static final byte[] SEALING = new byte[32];

  @TempDir private Path directory;
  private Instant now = Author.NOW;
  private final Site before = new Site(SEALING);
  private final Owner owner = new Owner(before, GUN);

  /** One store, and the process that serves it. */
  private final class Site {
    private final MemoryDriver driver = new MemoryDriver(() -> now);
    private final TrustStore store =
        new TrustStore(driver, () -> now, new SplittableRandom(), 1 << 20);
    private final Resigning resigning;
    private final TrustData trust;

    private Site(byte[] sealing) {
      MasterKeys masters =
          MasterKeys.of(new SecretKeySpec(sealing, "AES"), List.of(), new SecureRandom());
      SealedRoleSigner signer = new SealedRoleSigner(driver, masters, store, new SecureRandom());
      this.resigning = new Resigning(signer);
      this.trust =
          new TrustData(
              store,
              new Publishing(signer, UpdateLimits.DEFAULT, _ -> RootPins.NONE),
              resigning,
              new ServerKeys(signer, KeyType.ECDSA),
              () -> now,
              TrustData.Listener.NONE);
    }

    private Result restore(Path file, Gun gun) throws IOException {
      try (BackupFile backup = BackupFile.open(file)) {
        return new Restore(driver, store, resigning, () -> now).restore(backup, gun);
      }
    }

    private SignedMetadata file(Gun gun, Role role) {
      return SignedMetadata.read(trust.find(gun, role).orElseThrow().bytes());
    }
  }

  /** Who holds the keys of a repository, and publishes to whichever site there is. */
  private static final class Owner {
    private final Gun gun;
    private final SigningKey rootKey;
    private final SigningKey targetsKey = Author.key();
    private int version = 1;

    private Owner(Site site, Gun gun) {
      this.gun = gun;
      this.rootKey = Author.rootKey(gun);
      PublicKey snapshot = site.trust.key(gun, Role.SNAPSHOT);
      PublicKey timestamp = site.trust.key(gun, Role.TIMESTAMP);
      SignedMetadata root =
          Author.signed(
              Author.root(1, rootKey.shown(), targetsKey.shown(), snapshot, timestamp), rootKey);
      publish(site, Map.of(Role.ROOT, root, Role.TARGETS, targets()));
    }

    private void tag(Site site) {
      version++;
      publish(site, Map.of(Role.TARGETS, targets()));
    }

    private SignedMetadata targets() {
      String name = "v" + version;
      return Author.signed(
          Author.targets(version, Map.of(name, Author.target(name)), Delegations.NONE), targetsKey);
    }

    private void publish(Site site, Map<Role, SignedMetadata> files) {
      List<UploadedPart> parts = new ArrayList<>();
      files.forEach((role, file) -> parts.add(new UploadedPart(role.text(), file.bytes())));
      assertThat(site.trust.publish(gun, parts)).isInstanceOf(Accepted.class);
    }
  }

  @Test
  void lostStore_comesBack_andReadersWhoSawMoreBelieveIt() throws IOException {
    owner.tag(before);
    Path file = backup(before.driver);
    for (int tags = 0; tags < 5; tags++) {
      owner.tag(before);
    }
    MetadataVersion seen = timestamp(before);
    RootMetadata root = RootMetadata.of(before.file(GUN, Role.ROOT));

    Site after = new Site(SEALING);
    assertThat(after.restore(file, GUN)).isEqualTo(Result.RESTORED);

    TimestampMetadata timestamp =
        Verified.timestamp(root, after.file(GUN, Role.TIMESTAMP), seen, now);
    SignedMetadata snapshot = after.file(GUN, Role.SNAPSHOT);
    assertThat(snapshot.meta()).isEqualTo(timestamp.snapshot());
    Verified.snapshot(root, snapshot, seen, now);
    assertThat(after.file(GUN, Role.ROOT).bytes()).isEqualTo(before.file(GUN, Role.ROOT).bytes());
    assertThat(after.file(GUN, Role.TARGETS).version()).isEqualTo(2);

    owner.version = 2;
    owner.tag(after);
    assertThat(after.file(GUN, Role.TARGETS).version()).isEqualTo(3);
    assertThat(timestamp(after)).isEqualTo(timestamp.version().next());
  }

  @Test
  void eachRepository_isRestored_andNoneTakesAnothersFiles() throws IOException {
    new Owner(before, OTHER).tag(before);
    Path file = backup(before.driver);

    Site after = new Site(SEALING);
    for (Gun gun : guns(file)) {
      assertThat(after.restore(file, gun)).isEqualTo(Result.RESTORED);
    }

    assertThat(guns(file)).containsExactlyInAnyOrder(GUN, OTHER);
    for (Gun gun : List.of(GUN, OTHER)) {
      assertThat(after.file(gun, Role.TARGETS).bytes())
          .isEqualTo(before.file(gun, Role.TARGETS).bytes());
    }
  }

  @Test
  void whatIsThere_stays() throws IOException {
    Path file = backup(before.driver);
    owner.tag(before);
    byte[] timestamp = before.file(GUN, Role.TIMESTAMP).bytes();

    assertThat(before.restore(file, GUN)).isEqualTo(Result.KEPT);
    assertThat(before.file(GUN, Role.TIMESTAMP).bytes()).isEqualTo(timestamp);

    assertThat(before.trust.delete(GUN)).isTrue();
    assertThat(before.restore(file, GUN)).isEqualTo(Result.KEPT);
    assertThat(before.trust.find(GUN, Role.TARGETS)).isEmpty();
  }

  @Test
  void restore_doneTwice_isDoneOnce() throws IOException {
    Path file = backup(before.driver);
    Site after = new Site(SEALING);

    assertThat(after.restore(file, GUN)).isEqualTo(Result.RESTORED);
    MetadataVersion first = timestamp(after);

    assertThat(after.restore(file, GUN)).isEqualTo(Result.KEPT);
    assertThat(timestamp(after)).isEqualTo(first);
  }

  /** Whoever asked the empty registry for keys meanwhile has made some. */
  @Test
  void keysThatWereMadeMeanwhile_giveWayToThoseThatRootNames() throws IOException {
    Path file = backup(before.driver);
    Site after = new Site(SEALING);
    after.trust.key(GUN, Role.TIMESTAMP);

    assertThat(after.restore(file, GUN)).isEqualTo(Result.RESTORED);

    owner.tag(after);
  }

  @Test
  void deletion_isSavedToo_soThatVersionsDoNotFall() throws IOException {
    owner.tag(before);
    assertThat(before.trust.delete(GUN)).isTrue();
    Path file = backup(before.driver);

    Site after = new Site(SEALING);
    assertThat(after.restore(file, GUN)).isEqualTo(Result.RESTORED);

    assertThat(after.trust.find(GUN, Role.TARGETS)).isEmpty();
    assertThat(after.store.newest(GUN).orElseThrow().highest(Role.TIMESTAMP).orElseThrow())
        .isGreaterThan(new MetadataVersion(2));
  }

  @Test
  void repository_whoseKeysCannotBeOpened_comesBackAsItWas() throws IOException {
    Path file = backup(before.driver);
    byte[] another = new byte[32];
    Arrays.fill(another, (byte) 1);

    Site after = new Site(another);
    assertThat(after.restore(file, GUN)).isEqualTo(Result.RESTORED_UNSIGNED);

    assertThat(after.file(GUN, Role.TIMESTAMP).bytes())
        .isEqualTo(before.file(GUN, Role.TIMESTAMP).bytes());
  }

  @Test
  void repository_whoseRootHasExpired_comesBackAsItWas() throws IOException {
    Path file = backup(before.driver);
    now = now.plus(Duration.ofDays(20 * 365));

    Site after = new Site(SEALING);
    assertThat(after.restore(file, GUN)).isEqualTo(Result.RESTORED_UNSIGNED);

    assertThat(after.store.newest(GUN)).isPresent();
  }

  @Test
  void publicationAndTrim_whileABackupIsMade_leaveItWhole() throws IOException {
    int[] publications = {0};
    ReadableStore busy =
        besides(
            before.driver,
            key -> {
              if (key.path().contains("/files/") && publications[0] < 3) {
                publications[0]++;
                owner.tag(before);
                now = now.plus(Trim.DEFAULT_KEEP).plus(Trim.DEFAULT_KEEP);
                owner.tag(before);
                now = now.plus(Trim.DEFAULT_KEEP).plus(Trim.DEFAULT_KEEP);
                assertThat(new Trim(before.driver).trim(Trim.DEFAULT_KEEP).failures()).isZero();
              }
            });
    Path file = backup(busy);

    Site after = new Site(SEALING);
    assertThat(after.restore(file, GUN)).isEqualTo(Result.RESTORED);

    assertThat(publications[0]).isEqualTo(3);
    assertThat(after.file(GUN, Role.TARGETS).bytes())
        .isEqualTo(before.file(GUN, Role.TARGETS).bytes());
  }

  @Test
  void damagedRepository_isNamed_andLeavesTheOthers() throws IOException {
    new Owner(before, OTHER);
    Key doomed =
        before.driver.list(Key.of("lading/state/trust/files"), Optional.empty(), 100).stream()
            .map(ListedObject::key)
            .filter(key -> key.path().contains(OTHER + "/_/"))
            .findFirst()
            .orElseThrow();
    before.driver.write(doomed, "other".getBytes(UTF_8));
    Path file = directory.resolve("backup");

    Saved saved = new Backup(before.driver).write(Files.newOutputStream(file));

    assertThat(saved.guns()).isEqualTo(1);
    assertThat(saved.damaged()).extracting(DamagedTrustData::key).containsExactly(doomed);
    assertThat(guns(file)).containsExactly(GUN);
  }

  /**
   * Cut off, or with a byte changed somewhere: never is something else restored. A key may be lost
   * for its name, and then the repository comes back as it was.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void damagedBackup_isRefused_orRestoresWhatWasSaved(long seed) throws IOException {
    byte[] whole = Files.readAllBytes(backup(before.driver));
    SplittableRandom random = new SplittableRandom(seed);
    byte[] saved = before.file(GUN, Role.TARGETS).bytes();
    for (int damage = 0; damage < 200; damage++) {
      byte[] bytes = whole.clone();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
      Path file = Files.write(directory.resolve("damaged"), Arrays.copyOf(bytes, length));

      Site after = new Site(SEALING);
      if (isRestored(after, file)) {
        assertThat(after.file(GUN, Role.TARGETS).bytes()).isEqualTo(saved);
      } else {
        assertThat(after.store.newest(GUN)).isEmpty();
      }
    }
  }

  @Test
  void anotherFile_isNoBackup() throws IOException {
    Path file = Files.writeString(directory.resolve("notes"), "text");
    assertThatThrownBy(() -> BackupFile.open(file)).isInstanceOf(IOException.class);
  }

  private boolean isRestored(Site site, Path file) {
    try {
      return site.restore(file, GUN) != Result.KEPT;
    } catch (IOException | DamagedTrustData | IllegalArgumentException _) {
      return false;
    }
  }

  private Path backup(ReadableStore store) throws IOException {
    Path file = directory.resolve("backup");
    try (OutputStream out = Files.newOutputStream(file)) {
      assertThat(new Backup(store).write(out).damaged()).isEmpty();
    }
    return file;
  }

  private static List<Gun> guns(Path file) throws IOException {
    try (BackupFile backup = BackupFile.open(file)) {
      return backup.guns();
    }
  }

  private MetadataVersion timestamp(Site site) {
    return new MetadataVersion(Math.toIntExact(site.file(GUN, Role.TIMESTAMP).version()));
  }

  private static ReadableStore besides(ReadableStore store, Consumer<Key> event) {
    return new ReadableStore() {
      @Override
      public Optional<byte[]> read(Key key, int limitBytes) {
        event.accept(key);
        return store.read(key, limitBytes);
      }

      @Override
      public List<ListedObject> list(Key prefix, Optional<Key> after, int limit) {
        return store.list(prefix, after, limit);
      }
    };
  }
}
