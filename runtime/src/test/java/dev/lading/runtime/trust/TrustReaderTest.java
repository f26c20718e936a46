package dev.lading.runtime.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.runtime.registry.RegistryException;
import dev.lading.runtime.trust.TrustFailure.Missing;
import dev.lading.runtime.trust.TrustFailure.NotConfirmed;
import dev.lading.runtime.trust.TrustFailure.StateUnusable;
import dev.lading.runtime.trust.TrustFailure.TooManyRoots;
import dev.lading.runtime.trust.TrustFailure.Unbelievable;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.TrustException.Expired;
import dev.lading.trust.TrustException.HashMismatch;
import dev.lading.trust.TrustException.RootUntrusted;
import dev.lading.trust.TrustException.VersionTooLow;
import dev.lading.trust.key.KeyId;
import dev.lading.trust.verify.RootPins;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustReaderTest {
  @TempDir private Path folder;
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void nothing_isNothing_andLeavesNothing() {
    assertThat(reader().find(world.gun(), world.routes())).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void soundData_isRead_andIsTheSameAgain() {
    world.publish();

    VerifiedTrust first = read();

    assertThat(first.targets().find("1.0", List.of(Role.TARGETS)).orElseThrow().target())
        .isEqualTo(World.IMAGE);
    assertThat(first.targets().roles()).containsKeys(Role.TARGETS, World.ALICE);
    assertThat(first.expires()).isEqualTo(World.NOW.plus(Duration.ofDays(14)));
    assertThat(read().snapshot()).isEqualTo(first.snapshot());
  }

  @Test
  void timestamp_olderThanSeen_isRefused() {
    world.publish();
    byte[] old = world.bytes(Role.TIMESTAMP);
    world.publish();
    read();

    world.replace("timestamp", old);

    assertRefused(VersionTooLow.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"snapshot", "targets", "targets/alice"})
  void file_olderThanSeen_isRefused_evenUnderANewerTimestamp(String name) {
    Role role = Role.parse(name);
    world.publish();
    world.publish();
    read();

    world.setVersion(role, 0);
    world.publish();

    assertRefused(VersionTooLow.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestamp", "snapshot", "targets"})
  void versions_ofAKeyThatWasTakenAway_areForgotten(String name) {
    Role role = Role.parse(name);
    world.setVersion(role, 1_000_000);
    world.publish();
    read();

    world.newKey(role);
    world.publishRoot(Damage.NONE);
    world.setVersion(role, 0);
    world.publish();

    assertThat(read().root().version()).isEqualTo(new MetadataVersion(2));
  }

  @Test
  void versions_ofAKeyThatStays_areNotForgotten() {
    world.setVersion(Role.SNAPSHOT, 1_000_000);
    world.publish();
    read();

    world.newKey(Role.TIMESTAMP);
    world.publishRoot(Damage.NONE);
    world.setVersion(Role.SNAPSHOT, 0);
    world.publish();

    assertRefused(VersionTooLow.class);
  }

  @Test
  void rootsBetween_areWalked_howeverMany() {
    world.publish();
    read();
    for (int i = 0; i < 5; i++) {
      world.newKey(Role.ROOT);
      world.publishRoot(i < 4 ? Damage.EXPIRED : Damage.NONE);
    }
    world.publish();

    assertThat(read().root().version()).isEqualTo(new MetadataVersion(6));
  }

  @Test
  void rootsWithoutEnd_areWalkedSoFar_andFromThereNextTime() {
    world.publish();
    read();
    for (int i = 0; i <= TrustWalk.MOST_ROOTS; i++) {
      world.publishRoot(Damage.NONE);
    }
    world.publish();

    assertThatThrownBy(this::read).isInstanceOf(TooManyRoots.class);
    assertThat(read().root().version()).isEqualTo(new MetadataVersion(TrustWalk.MOST_ROOTS + 2));
  }

  @Test
  void root_thatTheFormerDidNotSign_isRefused() {
    world.publish();
    read();

    world.newKey(Role.ROOT);
    world.forgetFormerRoot();
    world.publishRoot(Damage.NONE);
    world.publish();

    assertRefused(RootUntrusted.class);
  }

  @Test
  void newestRoot_onceSeen_staysEvenIfItWasExpired() {
    world.publish();
    read();
    world.newKey(Role.TIMESTAMP);
    world.publishRoot(Damage.EXPIRED);
    world.publish();
    assertRefused(Expired.class);

    world.fail("2.root", 404);

    assertRefused(Expired.class);
  }

  @Test
  void publicationBetweenTwoRequests_isReadAgain() {
    world.publish();
    String old = world.name(Role.SNAPSHOT);
    world.before(
        old,
        () -> {
          world.newKey(Role.TIMESTAMP);
          world.publishRoot(Damage.NONE);
          world.publish();
          world.fail(old, 404);
        });

    assertThat(read().root().version()).isEqualTo(new MetadataVersion(2));
  }

  @Test
  void fileThatIsNamedAndGone_isMissing() {
    world.publish();
    world.fail(world.name(Role.TARGETS), 404);

    assertThatThrownBy(this::read).isInstanceOf(Missing.class);
  }

  @Test
  void anotherRepositorysData_isRefused() {
    world.publish();
    Gun other = Gun.parse(world.gun().host() + "/team/other");

    assertRefused(RootUntrusted.class, () -> reader().get(other, world.routes(other)));
  }

  @Test
  void mixedFiles_areRefused() {
    world.publish();
    byte[] old = world.bytes(Role.TARGETS);
    world.publish();

    world.replace(world.name(Role.TARGETS), old);

    assertRefused(HashMismatch.class);
  }

  @Test
  void expiredDelegation_isSkipped() {
    world.publish(World.ALICE, Damage.EXPIRED);

    VerifiedTrust trust = read();

    assertThat(trust.targets().skipped()).containsOnlyKeys(World.ALICE);
    assertThat(trust.targets().roles()).containsOnlyKeys(Role.TARGETS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"timestamp", "2.root"})
  void registryThatFails_isNotBelieved_thoughAllWasSeenBefore(String file) {
    world.publish();
    read();

    for (int status : List.of(401, 403, 500, 503)) {
      world.fail(file, status);
      assertThatThrownBy(this::read).isInstanceOf(RegistryException.class);
    }
  }

  @Test
  void timestampThatIsGone_isNotNothing() {
    world.publish();
    read();

    world.fail("timestamp", 404);

    assertThatThrownBy(this::read).isInstanceOf(Missing.class);
  }

  @Test
  void endlessData_isNotReadToItsEnd() {
    world.publish();

    world.replace("timestamp", new byte[(1 << 20) + 1]);

    assertThatThrownBy(this::read).isInstanceOf(RegistryException.TooLarge.class);
  }

  @Test
  void first_isConfirmedOnce() {
    world.publish();
    List<Set<KeyId>> asked = new ArrayList<>();
    TrustReader reader =
        reader(
            TrustPins.NONE,
            (_, roots) -> {
              asked.add(roots);
              return true;
            });

    reader.get(world.gun(), world.routes());
    reader.get(world.gun(), world.routes());

    assertThat(asked).hasSize(1).first().satisfies(roots -> assertThat(roots).hasSize(1));
  }

  @Test
  void first_notConfirmed_isNotRemembered() {
    world.publish();

    assertThatThrownBy(
            () -> reader(TrustPins.NONE, FirstUse.REFUSED).get(world.gun(), world.routes()))
        .isInstanceOf(NotConfirmed.class);

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void pinnedRoot_needsNoConfirmation_andAnotherIsRefused() {
    world.publish();

    assertRefused(
        RootUntrusted.class,
        () ->
            reader(pin(new KeyId("0".repeat(64))), (_, _) -> true)
                .get(world.gun(), world.routes()));
    assertThat(reader(pin(world.rootId()), FirstUse.REFUSED).get(world.gun(), world.routes()))
        .isNotNull();
  }

  @Test
  void state_thatIsDamaged_isNeverTakenForNothing() throws IOException {
    world.publish();
    read();
    Path file = new TrustStates(folder).file(world.gun());
    byte[] sound = Files.readAllBytes(file);

    for (byte[] damaged :
        List.of(
            new byte[0],
            "{}".getBytes(StandardCharsets.UTF_8),
            Arrays.copyOf(sound, sound.length - 1))) {
      Files.write(file, damaged);
      assertThatThrownBy(this::read)
          .isInstanceOf(StateUnusable.class)
          .hasMessageContaining(file.toString());
    }
  }

  @Test
  void readers_atOnce_allSucceed() throws Exception {
    world.publish();
    TrustReader shared = reader();
    List<Future<VerifiedTrust>> results = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 8)
          .forEach(_ -> results.add(threads.submit(() -> shared.get(world.gun(), world.routes()))));
    }
    for (Future<VerifiedTrust> each : results) {
      assertThat(each.get().timestamp().version()).isEqualTo(MetadataVersion.FIRST);
    }
  }

  private TrustPins pin(KeyId id) {
    return new TrustPins(Map.of(world.gun().host() + "/*", new RootPins(Set.of(id))));
  }

  private TrustReader reader() {
    return reader(TrustPins.NONE, (_, _) -> true);
  }

  private TrustReader reader(TrustPins pins, FirstUse firstUse) {
    return new TrustReader(new TrustStates(folder), pins, firstUse, () -> World.NOW);
  }

  private VerifiedTrust read() {
    return reader().get(world.gun(), world.routes());
  }

  private void assertRefused(Class<?> reason) {
    assertRefused(reason, this::read);
  }

  private static void assertRefused(Class<?> reason, ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            Unbelievable.class, e -> assertThat(e.reason()).isInstanceOf(reason));
  }
}
