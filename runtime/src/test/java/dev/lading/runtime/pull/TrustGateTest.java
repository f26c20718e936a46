package dev.lading.runtime.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.Digest;
import dev.lading.runtime.keys.KeyFolder;
import dev.lading.runtime.keys.Passphrases;
import dev.lading.runtime.pull.PullRefused.Moved;
import dev.lading.runtime.pull.PullRefused.MustBeSigned;
import dev.lading.runtime.pull.PullRefused.NotSigned;
import dev.lading.runtime.pull.PullRefused.NothingSigned;
import dev.lading.runtime.registry.ImageReference;
import dev.lading.runtime.registry.RegistryException;
import dev.lading.runtime.registry.RegistryHost;
import dev.lading.runtime.registry.client.RegistryClient;
import dev.lading.runtime.registry.http.Transport;
import dev.lading.runtime.registry.played.Setting;
import dev.lading.runtime.signing.SignedRepository;
import dev.lading.runtime.signing.SigningKeys;
import dev.lading.runtime.signing.TrustServer;
import dev.lading.runtime.trust.FirstUse;
import dev.lading.runtime.trust.TrustFailure.NotConfirmed;
import dev.lading.runtime.trust.TrustPins;
import dev.lading.runtime.trust.TrustReader;
import dev.lading.runtime.trust.TrustStates;
import dev.lading.trust.Gun;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.metadata.Target;
import dev.lading.trust.verify.RootPins;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a name stands for, by trust data that is verified; and whom nobody believes. */
class TrustGateTest {
  private static final FirstUse ANY_ROOT = (_, _) -> true;
  private static final Doubt ACCEPTED = _ -> true;
  private static final ServedImage ONE = ServedImage.of("linux/amd64", "one");
  private static final ServedImage OTHER = ServedImage.of("linux/amd64", "other");
  private static final Passphrases SECRET = (_, _, _) -> Optional.of("passphrase".toCharArray());

  @TempDir private Path folder;
  private final TrustServer server = new TrustServer(Setting.NOW);
  private final Transport transport = Setting.usual().transport();
  private final Gun gun = Gun.parse(server.host() + "/team/app");
  private final RegistryClient registry =
      Setting.usual().client(RegistryHost.parse(server.host()), transport);

  @AfterEach
  void close() {
    transport.close();
    server.close();
  }

  @Test
  void off_takesTheRegistrysWord() {
    serve("1.0", ONE);

    Admitted admitted = gate(TrustMode.OFF, FirstUse.REFUSED, Doubt.REFUSED).admit(tag(), registry);

    assertThat(admitted.digest()).isEqualTo(ONE.digest());
    assertThat(admitted.isVerified()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"PROMPT", "REQUIRE"})
  void whereNothingIsSigned_itIsRefused(TrustMode mode) {
    serve("1.0", ONE);

    assertThatThrownBy(() -> gate(mode, ANY_ROOT, Doubt.REFUSED).admit(tag(), registry))
        .isInstanceOf(NothingSigned.class)
        .hasMessageContaining("is not signed");
  }

  @Test
  void whoIsAsked_canDoWithoutASignature_unlessOneIsRequired() {
    serve("1.0", ONE);

    assertThat(gate(TrustMode.PROMPT, ANY_ROOT, ACCEPTED).admit(tag(), registry).digest())
        .isEqualTo(ONE.digest());
    assertThatThrownBy(() -> gate(TrustMode.REQUIRE, ANY_ROOT, ACCEPTED).admit(tag(), registry))
        .isInstanceOf(NothingSigned.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"PROMPT", "REQUIRE"})
  void signed_isAdmitted_withItsLength(TrustMode mode) {
    serve("1.0", ONE);
    sign("1.0", ONE);

    Admitted admitted = gate(mode, ANY_ROOT, Doubt.REFUSED).admit(tag(), registry);

    assertThat(admitted.digest()).isEqualTo(ONE.digest());
    assertThat(admitted.bytes()).hasValue(ONE.manifest().length);
  }

  @Test
  void rootThatNobodyVouchesFor_isRefused_whoeverDoesWithoutSignatures() {
    serve("1.0", ONE);
    sign("1.0", ONE);

    assertThatThrownBy(
            () -> gate(TrustMode.PROMPT, FirstUse.REFUSED, ACCEPTED).admit(tag(), registry))
        .isInstanceOf(NotConfirmed.class);
  }

  @Test
  void otherTag_isRefused_whoeverDoesWithoutSignatures() {
    serve("1.0", ONE);
    sign("2.0", ONE);

    assertThatThrownBy(() -> gate(TrustMode.PROMPT, ANY_ROOT, ACCEPTED).admit(tag(), registry))
        .isInstanceOf(NotSigned.class);
  }

  @Test
  void revoked_isRefused() {
    serve("1.0", ONE);
    sign("1.0", ONE);
    owner().revoke("1.0");

    assertThatThrownBy(() -> gate(TrustMode.REQUIRE, ANY_ROOT, ACCEPTED).admit(tag(), registry))
        .isInstanceOf(NotSigned.class)
        .hasMessageContaining("revoked");
  }

  @Test
  void moved_isRefused_andWhatWasSignedIsNamed() {
    sign("1.0", ONE);
    serve("1.0", OTHER);

    assertThatThrownBy(() -> gate(TrustMode.REQUIRE, ANY_ROOT, ACCEPTED).admit(tag(), registry))
        .isInstanceOfSatisfying(
            Moved.class,
            e -> {
              assertThat(e.signed()).isEqualTo(ONE.digest());
              assertThat(e.found()).isEqualTo(OTHER.digest());
            });
  }

  @Test
  void signedAndNotThere_isTheRegistrysAnswer() {
    sign("1.0", ONE);

    assertThatThrownBy(() -> gate(TrustMode.REQUIRE, ANY_ROOT, ACCEPTED).admit(tag(), registry))
        .isInstanceOf(RegistryException.Refused.class);
  }

  @Test
  void digest_isAdmittedWhenItIsSigned_byWhicheverTag() {
    sign("1.0", ONE);

    assertThat(
            gate(TrustMode.REQUIRE, ANY_ROOT, Doubt.REFUSED)
                .admit(byDigest(ONE.digest()), registry)
                .bytes())
        .hasValue(ONE.manifest().length);
    assertThatThrownBy(
            () ->
                gate(TrustMode.REQUIRE, ANY_ROOT, ACCEPTED)
                    .admit(byDigest(OTHER.digest()), registry))
        .isInstanceOf(NotSigned.class);
  }

  @Test
  void tagAndDigest_haveToBeSignedForEachOther() {
    sign("1.0", ONE);
    sign("2.0", OTHER);

    assertThat(
            gate(TrustMode.REQUIRE, ANY_ROOT, Doubt.REFUSED)
                .admit(tag().with(ONE.digest()), registry)
                .digest())
        .isEqualTo(ONE.digest());
    assertThatThrownBy(
            () ->
                gate(TrustMode.REQUIRE, ANY_ROOT, ACCEPTED)
                    .admit(tag().with(OTHER.digest()), registry))
        .isInstanceOf(Moved.class);
  }

  @Test
  void onceVerified_trustIsNotLeftAside() {
    serve("1.0", ONE);
    sign("1.0", ONE);
    gate(TrustMode.PROMPT, ANY_ROOT, Doubt.REFUSED).admit(tag(), registry);

    assertThatThrownBy(() -> gate(TrustMode.OFF, ANY_ROOT, ACCEPTED).admit(tag(), registry))
        .isInstanceOf(MustBeSigned.class)
        .hasMessageContaining("_trust.json");
    assertThatThrownBy(() -> gate(TrustMode.OFF, ANY_ROOT, ACCEPTED).isLeftAside(tag()))
        .isInstanceOf(MustBeSigned.class);
  }

  @Test
  void verifiedUnderAnotherSpelling_trustIsNotLeftAsideEither() {
    serve("1.0", ONE);
    sign("1.0", ONE);
    gate(TrustMode.PROMPT, ANY_ROOT, Doubt.REFUSED).admit(tag(), registry);
    ImageReference other = ImageReference.parse(tag().toString().replace("127.0.0.1", "localhost"));

    assertThat(other).isNotEqualTo(tag());
    assertThatThrownBy(() -> gate(TrustMode.OFF, ANY_ROOT, ACCEPTED).isLeftAside(other))
        .isInstanceOf(MustBeSigned.class);
  }

  @ParameterizedTest
  @EnumSource(TrustMode.class)
  void onlyWhereTrustIsOff_itIsLeftAside(TrustMode mode) {
    assertThat(gate(mode, ANY_ROOT, ACCEPTED).isLeftAside(tag())).isEqualTo(mode == TrustMode.OFF);
  }

  @Test
  void pinned_isNotDoneWithout_evenWhereNothingIsSigned() {
    serve("1.0", ONE);
    TrustPins pins =
        new TrustPins(Map.of(gun.toString(), new RootPins(Set.of(new KeyId("a".repeat(64))))));

    assertThatThrownBy(() -> gate(TrustMode.OFF, pins, ANY_ROOT, ACCEPTED).admit(tag(), registry))
        .isInstanceOf(MustBeSigned.class);
    assertThatThrownBy(
            () -> gate(TrustMode.PROMPT, pins, ANY_ROOT, ACCEPTED).admit(tag(), registry))
        .isInstanceOf(NothingSigned.class);
  }

  private TrustGate gate(TrustMode mode, FirstUse firstUse, Doubt doubt) {
    return gate(mode, TrustPins.NONE, firstUse, doubt);
  }

  private TrustGate gate(TrustMode mode, TrustPins pins, FirstUse firstUse, Doubt doubt) {
    return new TrustGate(mode, reader("puller", pins, firstUse), doubt);
  }

  private TrustReader reader(String who, TrustPins pins, FirstUse firstUse) {
    return new TrustReader(
        new TrustStates(folder.resolve(who)), pins, firstUse, Setting.usual().clock());
  }

  private ImageReference tag() {
    return ImageReference.parse(gun + ":1.0");
  }

  private ImageReference byDigest(Digest digest) {
    return ImageReference.parse(gun + "@" + digest);
  }

  private void serve(String tag, ServedImage image) {
    server.serve("team/app/manifests/" + tag, ServedImage.MANIFEST, image.manifest());
  }

  private void sign(String tag, ServedImage image) {
    owner().sign(tag, Target.of(image.digest(), image.manifest().length), List.of());
  }

  private SignedRepository owner() {
    SecureRandom random = new SecureRandom();
    return new SignedRepository(
        gun,
        registry.trust(gun.toString()),
        reader("owner", TrustPins.NONE, ANY_ROOT),
        new SigningKeys(new KeyFolder(folder.resolve("keys"), random), SECRET, random),
        Setting.usual().clock(),
        random);
  }
}
