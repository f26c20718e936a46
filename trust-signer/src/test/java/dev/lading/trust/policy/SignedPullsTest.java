package dev.lading.trust.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.content.store.StoredManifest;
import dev.lading.storage.Key;
import dev.lading.storage.StorageUnavailable;
import dev.lading.trust.Author;
import dev.lading.trust.Role;
import dev.lading.trust.policy.Pulls.Contents;
import dev.lading.trust.policy.TrustRule.Mode;
import dev.lading.trust.policy.Verdict.Allowed;
import dev.lading.trust.policy.Verdict.DigestDiffers;
import dev.lading.trust.policy.Verdict.Expired;
import dev.lading.trust.policy.Verdict.Unsigned;
import dev.lading.trust.policy.Verdict.Unverifiable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How verdicts follow what is published, and time, and what they cost. */
class SignedPullsTest {
  private static final String APP = "prod/app";
  private static final RepositoryName NAME = RepositoryName.parse(APP);
  private static final Tag V1 = Tag.parse("v1");
  private static final String ATTACHED = "sha256-" + "a".repeat(64);
  private static final int MANY = 32;

  private final Pulls pulls = new Pulls(Rules.enforce("prod/**"), Rules.of("**", Mode.AUDIT));
  private final Signers signers = pulls.signers(APP);
  private final Digest image = pulls.image(APP, "v1", "layer");
  private final StoredManifest manifest = pulls.content.manifests().find(NAME, image).orElseThrow();

  private void begin() {
    pulls.publish(signers.sign("v1", image));
  }

  private Verdict pull() {
    return pulls.policy.manifest(NAME, V1, manifest);
  }

  // What it costs

  @Test
  void pullsOfWhatIsKnown_askTheStoreNothing() {
    Digest child = pulls.image(APP, "child", "child's");
    Digest index = pulls.index(APP, "index", child);
    StoredManifest served = pulls.content.manifests().find(NAME, child).orElseThrow();
    pulls.publish(signers.sign("v1", image).sign("index", index));
    assertThat(pulls.pull(APP, "index")).isInstanceOf(Allowed.class);
    assertThat(pulls.policy.manifest(NAME, child, served)).isInstanceOf(Allowed.class);
    assertThat(pull()).isInstanceOf(Allowed.class);
    pulls.pass(TrustViews.FRESH.minusMillis(1));
    int calls =
        pulls.driver.callsOf(
            () -> {
              assertThat(pull()).isInstanceOf(Allowed.class);
              assertThat(pulls.policy.manifest(NAME, image, manifest)).isInstanceOf(Allowed.class);
              assertThat(pulls.policy.manifest(NAME, child, served)).isInstanceOf(Allowed.class);
              assertThat(pulls.blob(APP, "layer")).isInstanceOf(Allowed.class);
              assertThat(pulls.blob(APP, "child's")).isInstanceOf(Allowed.class);
            });
    assertThat(calls).isZero();
  }

  @Test
  void pullAfterFiveSeconds_asksForTheNewestGenerationOnly() {
    begin();
    assertThat(pull()).isInstanceOf(Allowed.class);
    pulls.pass(TrustViews.FRESH);
    assertThat(pulls.driver.callsOf(this::pull)).isEqualTo(2);
    assertThat(pulls.driver.callsOf(this::pull)).isZero();
  }

  @Test
  void refusals_askTheStoreNoMoreThanPullsDo() {
    pulls.image(APP, "other", "other's");
    begin();
    assertThat(pulls.blob(APP, "other's")).isInstanceOf(Verdict.BlobUnsigned.class);
    assertThat(pulls.driver.callsOf(() -> pulls.blob(APP, "other's"))).isZero();
    assertThat(pulls.driver.callsOf(() -> pulls.blob(APP, "unheard of"))).isZero();
  }

  @Test
  void manifestThatIsNoSignature_isLookedAtOnce() {
    Contents hostile =
        new Contents(Pulls.IMAGE_CONFIG, "{}", Pulls.COSIGN, List.of("{}", "no signature"));
    Digest digest = pulls.artifact(APP, ATTACHED, hostile, Optional.empty());
    StoredManifest served = pulls.content.manifests().find(NAME, digest).orElseThrow();
    begin();
    assertThat(pulls.policy.manifest(NAME, digest, served)).isInstanceOf(Unsigned.class);
    int calls =
        pulls.driver.callsOf(
            () -> {
              assertThat(pulls.policy.manifest(NAME, digest, served)).isInstanceOf(Unsigned.class);
              assertThat(pulls.policy.manifest(NAME, Tag.parse(ATTACHED), served))
                  .isInstanceOf(Unsigned.class);
            });
    assertThat(calls).isZero();
  }

  @Test
  void listOfAttachments_isServedWithoutALookAtThem() {
    List<Digest> children = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      children.add(signature("child " + i));
    }
    Digest digest = pulls.index(APP, ATTACHED, children.toArray(Digest[]::new));
    StoredManifest served = pulls.content.manifests().find(NAME, digest).orElseThrow();
    begin();
    assertThat(pull()).isInstanceOf(Allowed.class);
    int calls =
        pulls.driver.callsOf(
            () ->
                assertThat(pulls.policy.manifest(NAME, Tag.parse(ATTACHED), served))
                    .isInstanceOf(Allowed.class));
    assertThat(calls).isZero();
  }

  /** A blob is looked for in so much at most, and from there on the next time. */
  @Test
  void lookForABlobOfASignature_endsAtItsBudget_andGoesOnLater() {
    String large = "{\"text\":\"%s\"}".formatted("x".repeat(3 << 20));
    for (int i = 0; i < 12; i++) {
      pulls.artifact(
          APP,
          "large" + i,
          new Contents(Pulls.IMAGE_CONFIG, "{}", Pulls.COSIGN, large + " ".repeat(i)),
          Optional.empty());
    }
    begin();
    for (int looks = 1; looks <= 2; looks++) {
      assertThat(pulls.blob(APP, "none")).isInstanceOf(Verdict.BlobUnsigned.class);
      assertThat(
              IntStream.range(0, 12)
                  .mapToObj(i -> pulls.blob(APP, large + " ".repeat(i)))
                  .filter(Allowed.class::isInstance))
          .hasSize(6 * looks);
      pulls.pass(TrustViews.FRESH);
    }
  }

  private Digest signature(String text) {
    return pulls.artifact(
        APP,
        "signature",
        new Contents(Pulls.IMAGE_CONFIG, "{}", Pulls.COSIGN, "{\"text\":\"" + text + "\"}"),
        Optional.empty());
  }

  @Test
  void repositoryWithoutTrustData_isRememberedAsWell() {
    assertThat(pull()).isInstanceOf(Unsigned.class);
    assertThat(pulls.driver.callsOf(this::pull)).isZero();
  }

  @Test
  void pullsAtOnce_askTheStoreAsOnePullDoes() throws Exception {
    begin();
    SignedPulls one = pulls.replica(1 << 20);
    int callsOfOne = pulls.driver.callsOf(() -> one.manifest(NAME, V1, manifest));
    SignedPulls many = pulls.replica(1 << 20);
    List<Future<Verdict>> verdicts = new ArrayList<>();
    int callsOfMany =
        pulls.driver.callsOf(
            () -> {
              CyclicBarrier start = new CyclicBarrier(MANY);
              try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < MANY; i++) {
                  verdicts.add(
                      threads.submit(
                          () -> {
                            start.await();
                            return many.manifest(NAME, V1, manifest);
                          }));
                }
              }
            });
    for (Future<Verdict> each : verdicts) {
      assertThat(each.get()).isInstanceOf(Allowed.class);
    }
    assertThat(callsOfMany).isEqualTo(callsOfOne).isPositive();
  }

  /** Where nothing fits into memory everything is found out again, and comes out the same. */
  @ParameterizedTest
  @ValueSource(longs = {0, 2_000, 20_000})
  void littleMemory_changesNoVerdict(long bytes) {
    begin();
    SignedPulls small = pulls.replica(bytes);
    for (int i = 0; i < 3; i++) {
      assertThat(small.manifest(NAME, V1, manifest)).isInstanceOf(Allowed.class);
      assertThat(small.blob(NAME, Pulls.digest("layer"))).isInstanceOf(Allowed.class);
      assertThat(small.blob(NAME, Pulls.digest("none"))).isInstanceOf(Verdict.BlobUnsigned.class);
    }
  }

  // What is published

  @Test
  void publicationHere_countsAtOnce() {
    assertThat(pull()).isInstanceOf(Unsigned.class);
    begin();
    assertThat(pull()).isInstanceOf(Allowed.class);
    pulls.publish(signers.sign("v1", Pulls.digest("something else")));
    assertThat(pull())
        .isInstanceOfSatisfying(
            DigestDiffers.class,
            differs -> {
              assertThat(differs.served()).isEqualTo(image);
              assertThat(differs.signed()).contains(Pulls.digest("something else"));
              assertThat(differs.tag()).isEqualTo(V1);
            });
    pulls.publish(signers.revoke("v1"));
    assertThat(pull()).isInstanceOf(Unsigned.class);
    assertThat(pulls.pull(APP, image)).isInstanceOf(Unsigned.class);
    assertThat(pulls.blob(APP, "layer")).isInstanceOf(Verdict.BlobUnsigned.class);
  }

  @Test
  void publicationElsewhere_countsWithinFiveSeconds() {
    begin();
    assertThat(pull()).isInstanceOf(Allowed.class);
    signers.revoke("v1").publish();
    pulls.pass(TrustViews.FRESH.minusMillis(1));
    assertThat(pull()).isInstanceOf(Allowed.class);
    pulls.pass(Duration.ofMillis(1));
    assertThat(pull()).isInstanceOf(Unsigned.class);
  }

  /** The store answered before the publication, and its answer is remembered after it. */
  @Test
  void publication_duringALookAtTheStore_countsForTheNextPull() throws Exception {
    begin();
    SignedPulls replica = pulls.replica(1 << 20);
    List<Future<?>> told = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      pulls.driver.before =
          verb -> {
            // The listing has named the generation, which is to be read now.
            if (verb.equals("read")) {
              pulls.driver.before = _ -> {};
              signers.revoke("v1").publish();
              told.add(threads.submit(() -> replica.published(signers.gun)));
            }
          };
      Verdict _ = replica.manifest(NAME, V1, manifest);
    }
    told.getFirst().get();
    assertThat(replica.manifest(NAME, V1, manifest)).isInstanceOf(Unsigned.class);
  }

  @Test
  void signature_beforeThePush_countsOnceItIsThere() {
    begin();
    assertThat(pulls.blob(APP, "later")).isInstanceOf(Verdict.BlobUnsigned.class);
    Digest later = new Pulls(Rules.enforce("**")).image(APP, "later", "later");
    pulls.publish(signers.sign("later", later));
    assertThat(pulls.blob(APP, "later")).isInstanceOf(Verdict.BlobUnsigned.class);
    assertThat(pulls.image(APP, "later", "later")).isEqualTo(later);
    assertThat(pulls.pull(APP, "later")).isInstanceOf(Allowed.class);
    assertThat(pulls.blob(APP, "later")).isInstanceOf(Allowed.class);
  }

  // Time

  @Test
  void targets_expired_proveNothing() {
    signers.targetsExpire = Author.NOW.plusSeconds(3);
    begin();
    assertThat(pull()).isInstanceOf(Allowed.class);
    pulls.pass(Duration.ofSeconds(3));
    assertThat(pull()).isInstanceOf(Allowed.class);
    pulls.pass(Duration.ofMillis(1));
    assertThat(pull())
        .isInstanceOfSatisfying(
            Expired.class,
            expired -> {
              assertThat(expired.role()).isEqualTo(Role.TARGETS);
              assertThat(expired.at()).isEqualTo(Author.NOW.plusSeconds(3));
            });
    assertThat(pulls.pull(APP, image)).isInstanceOf(Expired.class);
    assertThat(pulls.blob(APP, "layer")).isInstanceOf(Expired.class);
    signers.targetsExpire = Author.LATER;
    pulls.publish(signers);
    assertThat(pull()).isInstanceOf(Allowed.class);
  }

  @Test
  void timestamp_expired_provesNothingUntilItIsSignedAgain() {
    begin();
    pulls.pass(Duration.ofDays(15));
    assertThat(pull())
        .isInstanceOfSatisfying(
            Expired.class, expired -> assertThat(expired.role()).isEqualTo(Role.TIMESTAMP));
    signers.timestampExpires = pulls.now.get().plus(Duration.ofDays(14));
    pulls.publish(signers);
    assertThat(pull()).isInstanceOf(Allowed.class);
  }

  @Test
  void timestamp_expired_isSignedAgainForWhoeverPulls() {
    begin();
    pulls.renewal.set(
        _ -> {
          signers.timestampExpires = pulls.now.get().plus(Duration.ofDays(14));
          signers.publish();
          return true;
        });
    pulls.pass(Duration.ofDays(15));
    assertThat(pull()).isInstanceOf(Allowed.class);
    assertThat(pulls.driver.callsOf(this::pull)).isZero();
  }

  @Test
  void timestamp_expired_thatCannotBeSigned_isAskedForOnlyAsOftenAsTheStore() {
    begin();
    int[] asked = {0};
    pulls.renewal.set(
        _ -> {
          asked[0]++;
          return false;
        });
    pulls.pass(Duration.ofDays(15));
    assertThat(pull()).isInstanceOf(Expired.class);
    assertThat(pull()).isInstanceOf(Expired.class);
    assertThat(asked[0]).isEqualTo(1);
  }

  @Test
  void root_expired_provesNothing() {
    signers.timestampExpires = Author.LATER.plus(Duration.ofDays(30));
    signers.targetsExpire = Author.LATER.plus(Duration.ofDays(30));
    begin();
    pulls.pass(Duration.ofDays(365));
    assertThat(pull()).isInstanceOf(Allowed.class);
    pulls.pass(Duration.ofSeconds(1));
    assertThat(pull())
        .isInstanceOfSatisfying(
            Expired.class, expired -> assertThat(expired.role()).isEqualTo(Role.ROOT));
  }

  // Faults

  @Test
  void trustData_thatIsGoneFromTheStore_provesNothing() {
    begin();
    pulls.driver.driver().deleteBelow(Key.of("lading/state/trust/files"));
    assertThat(pull()).isInstanceOf(Unverifiable.class);
    pulls.publish(pulls.signers("prod/sound").sign("v1", pulls.image("prod/sound", "v1", "x")));
    assertThat(pulls.pull("prod/sound", "v1")).isInstanceOf(Allowed.class);
  }

  @Test
  void storeThatFails_refusesWhoIsEnforced_andServesWhoIsAudited() {
    StorageUnavailable failure = new StorageUnavailable("a test", new IOException("no"));
    pulls.image("team/app", "v1", "layer");
    StoredManifest audited =
        pulls.content.manifests().find(RepositoryName.parse("team/app"), image).orElseThrow();
    pulls.driver.before =
        _ -> {
          throw failure;
        };
    assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(this::pull);
    assertThat(pulls.policy.manifest(RepositoryName.parse("team/app"), V1, audited))
        .isInstanceOf(Allowed.class);
    pulls.driver.before = _ -> {};
    assertThat(pull()).isInstanceOf(Unsigned.class);
  }

  @Test
  void audit_tellsWhatItServes() {
    pulls.image("team/app", "v1", "layer");
    assertThat(pulls.pull("team/app", "v1")).isInstanceOf(Allowed.class);
    assertThat(pulls.told)
        .singleElement()
        .isInstanceOfSatisfying(
            Unsigned.class,
            refusal -> {
              assertThat(refusal.tag()).isEqualTo(Optional.of(V1));
              assertThat(refusal.served()).isEqualTo(image);
              assertThat(refusal.rule().mode()).isEqualTo(Mode.AUDIT);
            });
  }
}
