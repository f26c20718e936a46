package dev.lading.trust.verify;

import static dev.lading.trust.Author.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lading.trust.Author;
import dev.lading.trust.Author.SigningKey;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import dev.lading.trust.TrustException.Expired;
import dev.lading.trust.TrustException.MetadataInvalid;
import dev.lading.trust.TrustException.RootFault;
import dev.lading.trust.TrustException.RootUntrusted;
import dev.lading.trust.TrustException.VersionTooLow;
import dev.lading.trust.Vectors;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.key.PublicKey;
import dev.lading.trust.metadata.RoleKeys;
import dev.lading.trust.metadata.RootMetadata;
import dev.lading.trust.metadata.SignedMetadata;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RootsTest {
  private static final Gun GUN = Gun.parse("reg.example.com/team/app");

  private final SigningKey one = Author.rootKey(GUN);
  private final SigningKey two = Author.rootKey(GUN);
  private final SigningKey three = Author.rootKey(GUN);
  private final PublicKey other = Author.key().shown();

  @Test
  void recordedRoots_leadFromOneToTheNext() {
    Gun gun = Gun.parse("reg.example.com/team/two");
    RootMetadata root = Roots.first(recorded("01", 1), gun, RootPins.NONE, Vectors.NOW);
    root = Roots.intermediate(root, recorded("05", 2), gun);
    root = Roots.intermediate(root, recorded("06", 3), gun);
    root = Roots.intermediate(root, recorded("07", 4), gun);
    RootMetadata last = Roots.next(root, recorded("08", 5), gun, Vectors.NOW);

    assertThat(last.version().number()).isEqualTo(5);
    assertThat(last.role(Role.ROOT).keyIds())
        .doesNotContainAnyElementsOf(root.role(Role.ROOT).keyIds());
  }

  @Test
  void recordedRoot_ofAnotherRepository_isNotTrusted() {
    requireFault(
        RootFault.NO_CERTIFICATE,
        () -> Roots.first(recorded("01", 1), GUN, RootPins.NONE, Vectors.NOW));
  }

  @Test
  void firstRoot_isTrustedWithItsPinOrWithoutAny() {
    SignedMetadata file = signed(root(1, 1, one), one);

    for (Set<KeyId> pins :
        List.of(Set.<KeyId>of(), Set.of(one.id()), Set.of(one.shown().canonicalId()))) {
      assertThat(Roots.first(file, GUN, new RootPins(pins), Author.NOW)).isNotNull();
    }
    requireFault(
        RootFault.NOT_PINNED,
        () -> Roots.first(file, GUN, new RootPins(Set.of(two.id())), Author.NOW));
  }

  @Test
  void firstRoot_signedByAKeyThatIsNotThePinnedOne_isNotTrusted() {
    SignedMetadata file = signed(root(1, 1, one, two), two);

    requireFault(
        RootFault.NOT_SIGNED_BY_ITSELF,
        () -> Roots.first(file, GUN, new RootPins(Set.of(one.id())), Author.NOW));
  }

  @Test
  void nextRoot_needsTheThresholdOfBoth() {
    RootMetadata trusted = root(1, 2, one, two);
    RootMetadata next = root(2, 2, two, three);

    assertThat(Roots.next(trusted, signed(next, one, two, three), GUN, Author.NOW)).isEqualTo(next);
    requireFault(
        RootFault.NOT_SIGNED_BY_TRUSTED,
        () -> Roots.next(trusted, signed(next, two, three), GUN, Author.NOW));
    requireFault(
        RootFault.NOT_SIGNED_BY_ITSELF,
        () -> Roots.next(trusted, signed(next, one, two), GUN, Author.NOW));
    requireFault(
        RootFault.NOT_SIGNED_BY_TRUSTED,
        () -> Roots.next(trusted, signed(next, two, two, three), GUN, Author.NOW));
  }

  @Test
  void nextRoot_thatIsOlder_isRefused() {
    assertThatExceptionOfType(VersionTooLow.class)
        .isThrownBy(
            () -> Roots.next(root(3, 1, one), signed(root(2, 1, one), one), GUN, Author.NOW))
        .withMessage("version 2 is lower than current version 3");
  }

  @Test
  void nextRoot_thatIsExpired_isRefused_butNotAnIntermediateOne() {
    RootMetadata trusted = root(1, 1, one);
    RootMetadata sound = root(2, 1, one);
    RootMetadata expired =
        new RootMetadata(
            sound.version(), Author.NOW.minusSeconds(1), sound.keys(), sound.roles(), false);

    assertThatExceptionOfType(Expired.class)
        .isThrownBy(() -> Roots.next(trusted, signed(expired, one), GUN, Author.NOW));
    assertThat(Roots.intermediate(trusted, signed(expired, one), GUN)).isEqualTo(expired);
  }

  @Test
  void intermediateRoot_thatLeavesOneOut_isRefused() {
    assertThatExceptionOfType(MetadataInvalid.class)
        .isThrownBy(() -> Roots.intermediate(root(1, 1, one), signed(root(3, 1, one), one), GUN))
        .withMessage("root type metadata invalid: version 3 does not follow 1");
    assertThatExceptionOfType(VersionTooLow.class)
        .isThrownBy(() -> Roots.intermediate(root(2, 1, one), signed(root(1, 1, one), one), GUN));
  }

  @Test
  void certificate_thatExpired_leadsToTheNextRoot_butNotToItself() {
    SigningKey old = Author.certified(one.secret(), GUN, Author.NOW.minus(Duration.ofDays(3651)));
    RootMetadata trusted = root(1, 1, old);

    assertThat(Roots.next(trusted, signed(root(2, 1, two), old, two), GUN, Author.NOW)).isNotNull();
    assertThat(Roots.intermediate(trusted, signed(root(2, 1, old), old), GUN)).isNotNull();
    requireFault(
        RootFault.NO_CERTIFICATE,
        () -> Roots.next(trusted, signed(root(2, 1, old), old), GUN, Author.NOW));
  }

  @Test
  void trustedRoot_ofAnotherRepository_leadsNowhere() {
    SigningKey foreign = Author.rootKey(Gun.parse("reg.example.com/other"));

    requireFault(
        RootFault.NO_TRUSTED_CERTIFICATE,
        () ->
            Roots.next(
                root(1, 1, foreign), signed(root(2, 1, one), foreign, one), GUN, Author.NOW));
  }

  @Test
  void newCertificate_aroundTheSameKey_needsTheSignatureUnderBothIds() {
    SigningKey renewed = Author.certified(one.secret(), GUN, Author.NOW.minusSeconds(5));
    RootMetadata trusted = root(1, 1, one);

    assertThat(renewed.id()).isNotEqualTo(one.id());
    assertThat(Roots.next(trusted, signed(root(2, 1, renewed), one, renewed), GUN, Author.NOW))
        .isNotNull();
    requireFault(
        RootFault.NOT_SIGNED_BY_TRUSTED,
        () -> Roots.next(trusted, signed(root(2, 1, renewed), renewed), GUN, Author.NOW));
  }

  private RootMetadata root(int version, int threshold, SigningKey... keys) {
    RootMetadata one = Author.root(version, keys[0].shown(), other, other, other);
    Map<KeyId, PublicKey> all = new HashMap<>(one.keys());
    Map<Role, RoleKeys> roles = new HashMap<>(one.roles());
    Arrays.stream(keys).forEach(key -> all.put(key.id(), key.shown()));
    roles.put(Role.ROOT, new RoleKeys(Arrays.stream(keys).map(SigningKey::id).toList(), threshold));
    return new RootMetadata(one.version(), one.expires(), all, roles, false);
  }

  private static SignedMetadata recorded(String upload, int version) {
    return SignedMetadata.read(
        Vectors.bytes("rotate/" + upload + "-accepted/root.v" + version + ".json"));
  }

  private static void requireFault(RootFault fault, ThrowingCallable step) {
    assertThatExceptionOfType(RootUntrusted.class)
        .isThrownBy(step)
        .returns(fault, RootUntrusted::fault);
  }
}
