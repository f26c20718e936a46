package dev.lading.trust.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.content.Digest;
import dev.lading.trust.Author;
import dev.lading.trust.Author.SigningKey;
import dev.lading.trust.TrustException.RootFault;
import dev.lading.trust.policy.Verdict.Allowed;
import dev.lading.trust.policy.Verdict.RootUntrusted;
import org.junit.jupiter.api.Test;

/**
 * Which roots verdicts believe: the first of a repository, or pinned ones, and what they lead to.
 */
class BelievedRootsTest {
  private static final String APP = "prod/app";

  private final Pulls pulls = new Pulls(Rules.enforce("prod/**"));
  private final Signers signers = pulls.signers(APP);
  private final Digest image = pulls.image(APP, "v1", "layer");

  private void begin() {
    pulls.publish(signers.sign("v1", image));
  }

  private Verdict pull() {
    return pulls.pull(APP, "v1");
  }

  @Test
  void rootOfFirstUse_isFollowedAsItRotates() {
    begin();
    SigningKey first = signers.rootKey;
    for (int i = 0; i < 3; i++) {
      SigningKey next = Author.rootKey(signers.gun);
      signers.rotateRoot(next, signers.rootKey, next);
      pulls.policy.published(signers.gun);
      assertThat(pull()).isInstanceOf(Allowed.class);
    }
    assertThat(signers.rootKey).isNotEqualTo(first);
  }

  /** Another replica has to follow them all; this one reads what is new. */
  @Test
  void roots_thatWereFollowedOnce_areNotReadAgain() {
    begin();
    for (int i = 0; i < 12; i++) {
      SigningKey next = Author.rootKey(signers.gun);
      signers.rotateRoot(next, signers.rootKey, next);
    }
    pulls.publish(signers);
    assertThat(pull()).isInstanceOf(Allowed.class);
    pulls.publish(signers);
    SignedPulls replica = pulls.replica(1 << 20);

    int again = pulls.driver.callsOf(() -> assertThat(pull()).isInstanceOf(Allowed.class));
    int anew =
        pulls.driver.callsOf(
            () -> assertThat(pulls.pull(replica, APP, "v1")).isInstanceOf(Allowed.class));

    assertThat(again).isLessThan(anew - 8);
  }

  @Test
  void rootAfterFirstUse_thatTheFirstDidNotSign_isUntrusted() {
    begin();
    SigningKey thief = Author.rootKey(signers.gun);
    signers.rotateRoot(thief, thief);
    pulls.policy.published(signers.gun);
    assertThat(pull())
        .isInstanceOfSatisfying(
            RootUntrusted.class,
            root -> assertThat(root.fault()).isEqualTo(RootFault.NOT_SIGNED_BY_TRUSTED));
    SigningKey next = Author.rootKey(signers.gun);
    signers.rotateRoot(next, thief, next);
    pulls.policy.published(signers.gun);
    assertThat(pull()).isInstanceOf(RootUntrusted.class);
  }

  @Test
  void rootForAnotherRepository_isUntrusted() {
    signers.rootKey = Author.rootKey(pulls.signers("prod/other").gun);
    begin();
    assertThat(pull())
        .isInstanceOfSatisfying(
            RootUntrusted.class,
            root -> assertThat(root.fault()).isEqualTo(RootFault.NO_CERTIFICATE));
  }

  @Test
  void repositoryBegunAgain_isOfAnotherFirstUse() {
    begin();
    signers.beginAgain();
    pulls.policy.published(signers.gun);
    assertThat(pull()).isInstanceOf(Allowed.class);
  }

  @Test
  void pinnedRoot_isTrusted_andWhatFollowsIt() {
    SigningKey root = Author.rootKey(signers.gun);
    Pulls pinned = new Pulls(Rules.pinned(APP, root.id()));
    Signers pinnedSigners = pinned.signers(APP);
    pinnedSigners.rootKey = root;
    Digest digest = pinned.image(APP, "v1", "layer");
    pinned.publish(pinnedSigners.sign("v1", digest));
    assertThat(pinned.pull(APP, "v1")).isInstanceOf(Allowed.class);
    for (int i = 0; i < 2; i++) {
      SigningKey next = Author.rootKey(pinnedSigners.gun);
      pinnedSigners.rotateRoot(next, pinnedSigners.rootKey, next);
      pinned.policy.published(pinnedSigners.gun);
      assertThat(pinned.pull(APP, "v1")).isInstanceOf(Allowed.class);
    }
    pinnedSigners.beginAgain();
    pinned.policy.published(pinnedSigners.gun);
    assertThat(pinned.pull(APP, "v1"))
        .isInstanceOfSatisfying(
            RootUntrusted.class,
            refusal -> assertThat(refusal.fault()).isEqualTo(RootFault.NOT_PINNED));
  }

  @Test
  void pinnedRoot_byTheIdOfItsKey_isTrusted() {
    Pulls pinned = new Pulls(Rules.pinned(APP, signers.rootKey.shown().canonicalId()));
    Signers pinnedSigners = pinned.signers(APP);
    pinnedSigners.rootKey = signers.rootKey;
    pinned.publish(pinnedSigners.sign("v1", pinned.image(APP, "v1", "layer")));
    assertThat(pinned.pull(APP, "v1")).isInstanceOf(Allowed.class);
  }
}
