package dev.lading.trust.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.storage.memory.MemoryDriver;
import dev.lading.trust.Author;
import dev.lading.trust.Author.SigningKey;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.TrustException.Expired;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.Delegations;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import dev.lading.trust.metadata.SnapshotMetadata;
import dev.lading.trust.metadata.TimestampMetadata;
import dev.lading.trust.publish.UpdateError;
import dev.lading.trust.publish.UpdateResult;
import dev.lading.trust.publish.UpdateResult.Accepted;
import dev.lading.trust.publish.UpdateResult.Refused;
import dev.lading.trust.publish.UploadedPart;
import dev.lading.trust.store.TrustStore;
import dev.lading.trust.verify.Verified;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The rules, the keys and the store together, as a client meets them. */
class TrustDataTest {
  private static final Gun GUN = Gun.parse("localhost:5000/team/app");
  private static final MetadataVersion ANY = MetadataVersion.FIRST;

  private final AtomicReference<Instant> now = new AtomicReference<>(Author.NOW);
  private final MemoryDriver driver = new MemoryDriver(now::get);
  private final TrustStore store = store();
  private final TrustData trust = replica();
  private final SigningKey rootKey = Author.rootKey(GUN);
  private final SigningKey targetsKey = Author.key();

  private TrustStore store() {
    return new TrustStore(driver, now::get, new SplittableRandom(), 1 << 20);
  }

  private TrustData replica() {
    return replica(TrustData.Listener.NONE);
  }

  private TrustData replica(TrustData.Listener listener) {
    return Site.over(driver, now::get, Site.SEALING, listener).trust();
  }

  @Test
  void repository_begunAndTagged_isWalkedByAClient() {
    begin();
    tag(3);
    RootMetadata root = requireSound(trust);
    assertThat(root.version()).isEqualTo(MetadataVersion.FIRST);
    assertThat(file(Role.TARGETS).version()).isEqualTo(3);
    assertThat(file(Role.SNAPSHOT).version()).isEqualTo(2);
    assertThat(file(Role.TIMESTAMP).version()).isEqualTo(2);
    requireSound(replica());
  }

  @Test
  void keys_ofARepository_areThoseOfItsRoot() {
    PublicKey pending = trust.key(GUN, Role.TIMESTAMP);
    assertThat(trust.key(GUN, Role.TIMESTAMP)).isEqualTo(pending);
    begin();
    assertThat(trust.key(GUN, Role.TIMESTAMP)).isEqualTo(pending);
    PublicKey next = trust.nextKey(GUN, Role.TIMESTAMP);
    assertThat(next).isNotEqualTo(pending);
    assertThat(replica().nextKey(GUN, Role.TIMESTAMP)).isEqualTo(next);
  }

  @Test
  void timestampKey_rotated_signsFromThenOn() {
    begin();
    PublicKey next = trust.nextKey(GUN, Role.TIMESTAMP);
    accepted(publish(Role.ROOT, root(2, next)));
    assertThat(trust.key(GUN, Role.TIMESTAMP)).isEqualTo(next);
    assertThat(requireSound(trust).version()).isEqualTo(new MetadataVersion(2));
  }

  @Test
  void updates_madeForOneState_haveOneWinner() throws Exception {
    begin();
    for (int version = 3; version < 23; version++) {
      CyclicBarrier start = new CyclicBarrier(2);
      List<Future<UpdateResult>> results = new ArrayList<>();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (TrustData replica : List.of(replica(), replica())) {
          List<UploadedPart> parts = parts(Map.of(Role.TARGETS, targets(version)));
          results.add(
              threads.submit(
                  () -> {
                    start.await();
                    return replica.publish(GUN, parts);
                  }));
        }
      }
      int winners = 0;
      for (Future<UpdateResult> each : results) {
        switch (each.get()) {
          case Accepted _ -> winners++;
          case Refused refused -> assertThat(refused.error()).isEqualTo(UpdateError.VERSION);
        }
      }
      assertThat(winners).isEqualTo(1);
      requireSound(trust);
    }
  }

  @Test
  void update_thatIsRefused_changesNothing() {
    begin();
    UpdateResult result = publish(Role.TARGETS, Author.signed(Author.targets(3), Author.key()));
    assertThat(result).isInstanceOf(Refused.class);
    assertThat(store.newest(GUN)).get().extracting(newest -> newest.number()).isEqualTo(1L);
  }

  @Test
  void timestamp_thatHasExpired_isSignedAgainForWhoeverAsks() {
    begin();
    pass(Duration.ofDays(15));
    assertThat(file(Role.TIMESTAMP).version()).isEqualTo(2);
    assertThat(file(Role.TIMESTAMP).version()).isEqualTo(2);
    requireSound(replica());
    assertThat(file(Role.SNAPSHOT).version()).isEqualTo(1);
  }

  @Test
  void timestamps_pastHalfOfTheirLife_areSignedAgainByAPass() {
    begin();
    assertThat(trust.resignAll()).isEqualTo(new TrustData.Resigned(0, 0));
    pass(Duration.ofDays(8));
    assertThat(trust.resignAll()).isEqualTo(new TrustData.Resigned(1, 0));
    assertThat(replica().resignAll()).isEqualTo(new TrustData.Resigned(0, 0));
    pass(Duration.ofDays(13));
    assertThat(file(Role.TIMESTAMP).version()).isEqualTo(2);
    requireSound(trust);
  }

  @Test
  void timestamp_underAnExpiredRoot_isAFailure() {
    begin();
    pass(Duration.ofDays(366));
    assertThatThrownBy(() -> trust.find(GUN, Role.TIMESTAMP)).isInstanceOf(Expired.class);
    assertThat(trust.resignAll()).isEqualTo(new TrustData.Resigned(0, 1));
  }

  /** Each by the number of the generation that it was told of, which was to be read by then. */
  @Test
  void listener_isToldOfWhatWasCommitted_andOfNothingElse() {
    List<Long> told = new ArrayList<>();
    TrustStore seen = store();
    TrustData listened =
        replica(
            gun -> {
              assertThat(gun).isEqualTo(GUN);
              told.add(seen.newest(gun).orElseThrow().number());
            });
    begin();
    assertThat(listened.publish(GUN, parts(Map.of(Role.TARGETS, targets(9)))))
        .isInstanceOf(Refused.class);
    listened.find(GUN, Role.TIMESTAMP);
    assertThat(listened.resignAll()).isEqualTo(new TrustData.Resigned(0, 0));
    assertThat(told).isEmpty();

    accepted(listened.publish(GUN, parts(Map.of(Role.TARGETS, targets(3)))));
    assertThat(told).containsExactly(2L);
    pass(Duration.ofDays(8));
    listened.resignAll();
    assertThat(told).containsExactly(2L, 3L);
    pass(Duration.ofDays(15));
    listened.find(GUN, Role.TIMESTAMP);
    assertThat(told).containsExactly(2L, 3L, 4L);
    assertThat(listened.delete(GUN)).isTrue();
    assertThat(told).containsExactly(2L, 3L, 4L, 5L);
  }

  @Test
  void repository_deletedAndBegunAgain_isSoundAndItsVersionsGoOn() {
    begin();
    tag(3);
    PublicKey before = trust.key(GUN, Role.TIMESTAMP);
    store.delete(GUN);
    assertThat(trust.find(GUN, Role.ROOT)).isEmpty();
    assertThat(trust.find(GUN, Role.TIMESTAMP)).isEmpty();
    assertThat(trust.resignAll()).isEqualTo(new TrustData.Resigned(0, 0));
    assertThat(trust.key(GUN, Role.TIMESTAMP)).isNotEqualTo(before);
    begin();
    requireSound(trust);
    assertThat(file(Role.TIMESTAMP).version()).isEqualTo(3);
  }

  /** Its owner publishes again what the deletion took, under the keys that it names. */
  @Test
  void repository_deletedAndPublishedAgainAsItWas_isSound() {
    SignedMetadata root = root(1, trust.key(GUN, Role.TIMESTAMP));
    accepted(publish(Map.of(Role.ROOT, root, Role.TARGETS, targets(2))));
    tag(3);
    store.delete(GUN);
    accepted(publish(Map.of(Role.ROOT, root, Role.TARGETS, targets(3))));
    requireSound(replica());
    assertThat(file(Role.TIMESTAMP).version()).isEqualTo(3);
  }

  private void begin() {
    accepted(
        publish(
            Map.of(Role.ROOT, root(1, trust.key(GUN, Role.TIMESTAMP)), Role.TARGETS, targets(2))));
  }

  private void tag(int version) {
    accepted(publish(Role.TARGETS, targets(version)));
  }

  private SignedMetadata root(int version, PublicKey timestamp) {
    return Author.signed(
        Author.root(
            version, rootKey.shown(), targetsKey.shown(), trust.key(GUN, Role.SNAPSHOT), timestamp),
        rootKey);
  }

  private SignedMetadata targets(int version) {
    return Author.signed(
        Author.targets(
            version, Map.of("v" + version, Author.target("v" + version)), Delegations.NONE),
        targetsKey);
  }

  private UpdateResult publish(Role role, SignedMetadata file) {
    return publish(Map.of(role, file));
  }

  private UpdateResult publish(Map<Role, SignedMetadata> files) {
    return trust.publish(GUN, parts(files));
  }

  private static List<UploadedPart> parts(Map<Role, SignedMetadata> files) {
    List<UploadedPart> parts = new ArrayList<>();
    files.forEach((role, file) -> parts.add(new UploadedPart(role.text(), file.bytes())));
    return parts;
  }

  private static void accepted(UpdateResult result) {
    assertThat(result).isInstanceOf(Accepted.class);
  }

  private SignedMetadata file(Role role) {
    return file(trust, role);
  }

  private static SignedMetadata file(TrustData from, Role role) {
    return SignedMetadata.read(from.find(GUN, role).orElseThrow().bytes());
  }

  /** As a client does: timestamp, and from there everything by its hash. */
  private RootMetadata requireSound(TrustData from) {
    RootMetadata root = RootMetadata.of(file(from, Role.ROOT));
    TimestampMetadata timestamp =
        Verified.timestamp(root, file(from, Role.TIMESTAMP), ANY, now.get());
    SignedMetadata snapshotFile = byHash(Role.SNAPSHOT, file(from, Role.SNAPSHOT).bytes());
    assertThat(snapshotFile.meta()).isEqualTo(timestamp.snapshot());
    SnapshotMetadata snapshot = Verified.snapshot(root, snapshotFile, ANY, now.get());
    SignedMetadata targets = byHash(Role.TARGETS, file(from, Role.TARGETS).bytes());
    Verified.requireNamed(snapshot, Role.TARGETS, targets);
    Verified.requireNamed(snapshot, Role.ROOT, file(from, Role.ROOT));
    Verified.targets(root, targets, now.get());
    return root;
  }

  private SignedMetadata byHash(Role role, byte[] bytes) {
    Digest digest = Digest.of(Algorithm.SHA256, bytes);
    return SignedMetadata.read(store.find(GUN, role, digest).orElseThrow().bytes());
  }

  private void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }
}
