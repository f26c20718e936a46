package dev.lading.trust.service;

import static dev.lading.trust.service.Owner.accepted;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ReadableStore;
import dev.lading.storage.memory.MemoryDriver;
import dev.lading.trust.Author;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.TrustException.SigningRefused;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.TimestampMetadata;
import dev.lading.trust.service.Restore.Result;
import dev.lading.trust.store.Backup;
import dev.lading.trust.store.Backup.Saved;
import dev.lading.trust.store.BackupFile;
import dev.lading.trust.store.DamagedTrustData;
import dev.lading.trust.store.Trim;
import dev.lading.trust.verify.Verified;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is lost, and what is not, with a store and a backup of it. */
class RestoreTest {
  private static final Gun GUN = Gun.parse("localhost:5000/team/app");
  private static final Gun OTHER = Gun.parse("localhost:5000/team/app/tools");

  @TempDir private Path directory;
  private Instant now = Author.NOW;
  private final MemoryDriver lost = new MemoryDriver(() -> now);
  private final Site before = Site.over(lost, () -> now);
  private final Owner owner = Owner.of(GUN);

  @BeforeEach
  void begin() {
    accepted(owner.begin(before));
  }

  @Test
  void lostStore_comesBack_andReadersWhoSawMoreBelieveIt() throws IOException {
    accepted(owner.tag(before));
    Path file = backup(lost);
    for (int tags = 0; tags < 5; tags++) {
      accepted(owner.tag(before));
    }
    MetadataVersion seen = timestamp(before);
    RootMetadata root = RootMetadata.of(before.file(GUN, Role.ROOT));

    Site after = site();
    assertThat(after.restore(file, GUN)).isEqualTo(Result.RESTORED);

    TimestampMetadata timestamp =
        Verified.timestamp(root, after.file(GUN, Role.TIMESTAMP), seen, now);
    SignedMetadata snapshot = after.file(GUN, Role.SNAPSHOT);
    assertThat(snapshot.meta()).isEqualTo(timestamp.snapshot());
    Verified.snapshot(root, snapshot, seen, now);
    assertThat(after.file(GUN, Role.ROOT).bytes()).isEqualTo(before.file(GUN, Role.ROOT).bytes());
    assertThat(after.file(GUN, Role.TARGETS).version()).isEqualTo(2);

    accepted(owner.tag(after));
    assertThat(after.file(GUN, Role.TARGETS).version()).isEqualTo(3);
    assertThat(timestamp(after)).isEqualTo(timestamp.version().next());
  }

  @Test
  void eachRepository_isRestored_andNoneTakesAnothersFiles() throws IOException {
    accepted(Owner.of(OTHER).begin(before));
    Path file = backup(lost);

    Site after = site();
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
    Path file = backup(lost);
    accepted(owner.tag(before));
    byte[] timestamp = before.file(GUN, Role.TIMESTAMP).bytes();

    assertThat(before.restore(file, GUN)).isEqualTo(Result.KEPT);
    assertThat(before.file(GUN, Role.TIMESTAMP).bytes()).isEqualTo(timestamp);

    assertThat(before.trust().delete(GUN)).isTrue();
    assertThat(before.restore(file, GUN)).isEqualTo(Result.KEPT);
    assertThat(before.trust().find(GUN, Role.TARGETS)).isEmpty();
  }

  @Test
  void restore_doneTwice_isDoneOnce() throws IOException {
    Path file = backup(lost);
    Site after = site();

    assertThat(after.restore(file, GUN)).isEqualTo(Result.RESTORED);
    MetadataVersion first = timestamp(after);

    assertThat(after.restore(file, GUN)).isEqualTo(Result.KEPT);
    assertThat(timestamp(after)).isEqualTo(first);
  }

  /** Whoever was given one by the empty registry may publish with it yet. */
  @Test
  void keysThatWereMadeMeanwhile_stayBesideThoseThatRootNames() throws IOException {
    Path file = backup(lost);
    MemoryDriver driver = new MemoryDriver(() -> now);
    PublicKey given = Site.over(driver, () -> now).trust().key(GUN, Role.TIMESTAMP);

    assertThat(Site.over(driver, () -> now).restore(file, GUN)).isEqualTo(Result.RESTORED);

    Site after = Site.over(driver, () -> now);
    accepted(owner.tag(after));
    assertThat(after.trust().key(GUN, Role.TIMESTAMP))
        .isEqualTo(before.trust().key(GUN, Role.TIMESTAMP));
    assertThat(after.signer().holds(GUN, Role.TIMESTAMP, given.id())).isTrue();
  }

  @Test
  void deletion_isSavedToo_soThatVersionsDoNotFall() throws IOException {
    accepted(owner.tag(before));
    KeyId key = before.trust().key(GUN, Role.TIMESTAMP).id();
    TimestampMetadata seen = TimestampMetadata.of(before.file(GUN, Role.TIMESTAMP));
    assertThat(before.trust().delete(GUN)).isTrue();
    Path file = backup(lost);

    Site after = site();
    assertThat(after.restore(file, GUN)).isEqualTo(Result.RESTORED);

    assertThat(after.trust().find(GUN, Role.TARGETS)).isEmpty();
    assertThatThrownBy(() -> after.signer().sign(GUN, key, seen))
        .isInstanceOf(SigningRefused.class);
    accepted(owner.begin(after));
    assertThat(timestamp(after)).isGreaterThan(seen.version());
  }

  @Test
  void repository_whoseKeysCannotBeOpened_comesBackAsItWas() throws IOException {
    Path file = backup(lost);
    byte[] another = new byte[32];
    Arrays.fill(another, (byte) 1);

    Site after =
        Site.over(new MemoryDriver(() -> now), () -> now, another, TrustData.Listener.NONE);
    assertThat(after.restore(file, GUN)).isEqualTo(Result.RESTORED_UNSIGNED);

    assertThat(after.file(GUN, Role.TIMESTAMP).bytes())
        .isEqualTo(before.file(GUN, Role.TIMESTAMP).bytes());
  }

  @Test
  void repository_whoseRootHasExpired_comesBackAsItWas() throws IOException {
    Path file = backup(lost);
    now = now.plus(Duration.ofDays(20 * 365));

    Site after = site();
    assertThat(after.restore(file, GUN)).isEqualTo(Result.RESTORED_UNSIGNED);

    assertThat(after.store().newest(GUN)).isPresent();
  }

  @Test
  void publicationAndTrim_whileABackupIsMade_leaveItWhole() throws IOException {
    int[] publications = {0};
    ReadableStore busy =
        besides(
            lost,
            key -> {
              if (key.path().contains("/files/") && publications[0] < 3) {
                publications[0]++;
                accepted(owner.tag(before));
                now = now.plus(Trim.DEFAULT_KEEP).plus(Trim.DEFAULT_KEEP);
                accepted(owner.tag(before));
                now = now.plus(Trim.DEFAULT_KEEP).plus(Trim.DEFAULT_KEEP);
                assertThat(new Trim(lost).trim(Trim.DEFAULT_KEEP).failures()).isZero();
              }
            });
    Path file = backup(busy);

    Site after = site();
    assertThat(after.restore(file, GUN)).isEqualTo(Result.RESTORED);

    assertThat(publications[0]).isEqualTo(3);
    assertThat(after.file(GUN, Role.TARGETS).bytes())
        .isEqualTo(before.file(GUN, Role.TARGETS).bytes());
  }

  @Test
  void damagedRepository_isNamed_andLeavesTheOthers() throws IOException {
    accepted(Owner.of(OTHER).begin(before));
    Key doomed =
        lost.list(Key.of("lading/state/trust/files"), Optional.empty(), 100).stream()
            .map(ListedObject::key)
            .filter(key -> key.path().contains(OTHER + "/_/"))
            .findFirst()
            .orElseThrow();
    lost.write(doomed, "other".getBytes(UTF_8));
    Path file = directory.resolve("backup");

    Saved saved = new Backup(lost).write(Files.newOutputStream(file));

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
    byte[] whole = Files.readAllBytes(backup(lost));
    SplittableRandom random = new SplittableRandom(seed);
    byte[] saved = before.file(GUN, Role.TARGETS).bytes();
    for (int damage = 0; damage < 200; damage++) {
      byte[] bytes = whole.clone();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
      Path file = Files.write(directory.resolve("damaged"), Arrays.copyOf(bytes, length));

      Site after = site();
      if (isRestored(after, file)) {
        assertThat(after.file(GUN, Role.TARGETS).bytes()).isEqualTo(saved);
      } else {
        assertThat(after.store().newest(GUN)).isEmpty();
      }
    }
  }

  @Test
  void anotherFile_isNoBackup() throws IOException {
    Path file = Files.writeString(directory.resolve("notes"), "text");
    assertThatThrownBy(() -> BackupFile.open(file)).isInstanceOf(IOException.class);
  }

  private Site site() {
    return Site.over(new MemoryDriver(() -> now), () -> now);
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
