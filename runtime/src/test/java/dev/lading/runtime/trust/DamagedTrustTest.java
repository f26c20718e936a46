package dev.lading.runtime.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.lading.trust.Role;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every kind of damage in every role, before a client that never saw the repository and one that
 * did.
 */
class DamagedTrustTest {
  @TempDir private Path folder;
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  /** The outcome is why it is not believed, or {@code skipped}. */
  @ParameterizedTest(name = "{0} of {1}: {2}")
  @CsvSource({
    "TRUNCATED,        root,          JsonInvalid",
    "UNSIGNED,         root,          RootUntrusted",
    "FORGED,           root,          RootUntrusted",
    "WRONG_TYPE,       root,          MetadataInvalid",
    "VERSION_ZERO,     root,          MetadataInvalid",
    "DUPLICATE_MEMBER, root,          JsonInvalid",
    "EXPIRED,          root,          Expired",
    "TRUNCATED,        timestamp,     JsonInvalid",
    "UNSIGNED,         timestamp,     SignaturesMissing",
    "FORGED,           timestamp,     ThresholdNotMet",
    "WRONG_TYPE,       timestamp,     MetadataInvalid",
    "VERSION_ZERO,     timestamp,     MetadataInvalid",
    "DUPLICATE_MEMBER, timestamp,     JsonInvalid",
    "EXPIRED,          timestamp,     Expired",
    "TRUNCATED,        snapshot,      JsonInvalid",
    "UNSIGNED,         snapshot,      SignaturesMissing",
    "FORGED,           snapshot,      ThresholdNotMet",
    "WRONG_TYPE,       snapshot,      MetadataInvalid",
    "VERSION_ZERO,     snapshot,      MetadataInvalid",
    "DUPLICATE_MEMBER, snapshot,      JsonInvalid",
    "EXPIRED,          snapshot,      Expired",
    "TRUNCATED,        targets,       JsonInvalid",
    "UNSIGNED,         targets,       SignaturesMissing",
    "FORGED,           targets,       ThresholdNotMet",
    "WRONG_TYPE,       targets,       MetadataInvalid",
    "VERSION_ZERO,     targets,       MetadataInvalid",
    "DUPLICATE_MEMBER, targets,       JsonInvalid",
    "EXPIRED,          targets,       Expired",
    "TRUNCATED,        targets/alice, JsonInvalid",
    "UNSIGNED,         targets/alice, skipped",
    "FORGED,           targets/alice, skipped",
    "WRONG_TYPE,       targets/alice, MetadataInvalid",
    "VERSION_ZERO,     targets/alice, MetadataInvalid",
    "DUPLICATE_MEMBER, targets/alice, JsonInvalid",
    "EXPIRED,          targets/alice, skipped",
  })
  void damage_hasOneOutcome_coldAndWarm(Damage damage, String role, String outcome) {
    world.publish();
    TrustReader warm = reader("warm");
    assertThat(warm.find(world.gun(), world.routes())).isPresent();

    world.publish(Role.parse(role), damage);

    assertThat(outcome(warm)).isEqualTo(outcome);
    assertThat(outcome(reader("cold"))).isEqualTo(outcome);
  }

  private String outcome(TrustReader reader) {
    Throwable thrown =
        catchThrowable(
            () -> {
              VerifiedTrust trust = reader.get(world.gun(), world.routes());
              assertThat(trust.targets().skipped()).containsOnlyKeys(World.ALICE);
              assertThat(trust.targets().roles()).doesNotContainKey(World.ALICE);
            });
    return switch (thrown) {
      case null -> "skipped";
      case TrustFailure.Unbelievable e -> e.reason().getClass().getSimpleName();
      default -> thrown.toString();
    };
  }

  private TrustReader reader(String name) {
    return new TrustReader(
        new TrustStates(folder.resolve(name)), TrustPins.NONE, FirstUse.TRUSTED, () -> World.NOW);
  }
}
