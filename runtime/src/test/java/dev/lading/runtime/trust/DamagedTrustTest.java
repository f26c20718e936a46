package dev.lading.runtime.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.lading.runtime.registry.RegistryException;
import dev.lading.runtime.trust.Damage.Place;
import dev.lading.trust.Role;
import dev.lading.trust.Role.Delegation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kind of damage in every role, before a client that never saw the repository and one that
 * did. A cell says what comes of it for both, or {@code cold / warm} where that differs:
 *
 * <ul>
 *   <li>a failure by its name: nothing of the repository is believed;
 *   <li>{@code skipped}: a delegation is not believed and said to be so, nor what hangs on it; the
 *       rest is;
 *   <li>{@code absent}: there is no such delegation any more;
 *   <li>{@code believed}: who saw nothing before cannot know that there was something newer;
 *   <li>{@code -}: this cannot be.
 * </ul>
 */
class DamagedTrustTest {
  private static final Map<String, Role> COLUMNS =
      Map.of(
          "root", Role.ROOT,
          "timestamp", Role.TIMESTAMP,
          "snapshot", Role.SNAPSHOT,
          "targets", Role.TARGETS,
          "alice", World.ALICE,
          "alice/ci", World.CI);

  private static final String TABLE =
      """
                        | root                          | timestamp                | snapshot                 | targets                  | alice                    | alice/ci
      EMPTY             | JsonInvalid                   | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid
      HTML              | JsonInvalid                   | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid
      TRUNCATED         | JsonInvalid                   | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid
      BYTE_ORDER_MARK   | JsonInvalid                   | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid
      SOMETHING_BEHIND  | JsonInvalid                   | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid
      NOT_UTF8          | JsonInvalid                   | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid
      LONE_SURROGATE    | JsonInvalid                   | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid
      RAW_NUL           | JsonInvalid                   | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid
      TOO_DEEP          | JsonInvalid                   | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid
      FRACTION          | JsonInvalid                   | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid
      HUGE_NUMBER       | JsonInvalid                   | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid
      DUPLICATE_MEMBER  | JsonInvalid                   | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid              | JsonInvalid
      OTHER_CASE        | EnvelopeInvalid               | EnvelopeInvalid          | EnvelopeInvalid          | EnvelopeInvalid          | EnvelopeInvalid          | EnvelopeInvalid
      NO_ENVELOPE       | EnvelopeInvalid               | EnvelopeInvalid          | EnvelopeInvalid          | EnvelopeInvalid          | EnvelopeInvalid          | EnvelopeInvalid
      NOTHING_SIGNED    | EnvelopeInvalid               | EnvelopeInvalid          | EnvelopeInvalid          | EnvelopeInvalid          | EnvelopeInvalid          | EnvelopeInvalid
      WRONG_TYPE        | MetadataInvalid               | MetadataInvalid          | MetadataInvalid          | MetadataInvalid          | MetadataInvalid          | MetadataInvalid
      VERSION_ZERO      | MetadataInvalid               | MetadataInvalid          | MetadataInvalid          | MetadataInvalid          | MetadataInvalid          | MetadataInvalid
      VERSION_TOO_HIGH  | MetadataInvalid               | MetadataInvalid          | MetadataInvalid          | MetadataInvalid          | MetadataInvalid          | MetadataInvalid
      UNSIGNED          | RootUntrusted                 | SignaturesMissing        | SignaturesMissing        | SignaturesMissing        | skipped                  | skipped
      FORGED            | RootUntrusted                 | ThresholdNotMet          | ThresholdNotMet          | ThresholdNotMet          | skipped                  | skipped
      SIGNED_BY_OTHERS  | RootUntrusted                 | ThresholdNotMet          | ThresholdNotMet          | ThresholdNotMet          | skipped                  | skipped
      CHANGED           | RootUntrusted                 | ThresholdNotMet          | ThresholdNotMet          | ThresholdNotMet          | skipped                  | skipped
      EXPIRED           | Expired                       | Expired                  | Expired                  | Expired                  | skipped                  | skipped
      WITHOUT_EXPIRY    | Expired                       | Expired                  | Expired                  | Expired                  | skipped                  | skipped
      OLDER             | believed / HashMismatch       | believed / VersionTooLow | believed / VersionTooLow | believed / VersionTooLow | believed / VersionTooLow | believed / VersionTooLow
      KEY_NOT_THERE     | MetadataInvalid               | MetadataInvalid          | MetadataInvalid          | MetadataInvalid          | MetadataInvalid          | MetadataInvalid
      NO_KEYS           | RootUntrusted                 | ThresholdNotMet          | ThresholdNotMet          | ThresholdNotMet          | skipped                  | skipped
      THRESHOLD_ZERO    | MetadataInvalid               | MetadataInvalid          | MetadataInvalid          | MetadataInvalid          | MetadataInvalid          | MetadataInvalid
      THRESHOLD_STUFFED | RootUntrusted                 | ThresholdNotMet          | ThresholdNotMet          | ThresholdNotMet          | skipped                  | skipped
      FALSE_KEY_ID      | RootUntrusted                 | KeyIdFalse               | KeyIdFalse               | KeyIdFalse               | skipped                  | skipped
      KEY_TAKEN_AWAY    | RootUntrusted                 | ThresholdNotMet          | ThresholdNotMet          | ThresholdNotMet          | skipped                  | skipped
      ROLE_NOT_THERE    | MetadataInvalid               | MetadataInvalid          | MetadataInvalid          | MetadataInvalid          | absent                   | absent
      NOT_NAMED         | MetadataInvalid               | -                        | MetadataInvalid          | MetadataInvalid          | skipped                  | skipped
      UNKNOWN_HASHES    | MetadataInvalid               | -                        | MetadataInvalid          | MetadataInvalid          | HashMissing              | HashMissing
      WRONG_SHA256      | HashMismatch                  | -                        | Missing                  | Missing                  | Missing                  | Missing
      WRONG_SHA512      | HashMismatch                  | -                        | HashMismatch             | HashMismatch             | HashMismatch             | HashMismatch
      LENGTH_TOO_SMALL  | HashMismatch                  | -                        | TooLarge                 | TooLarge                 | TooLarge                 | TooLarge
      LENGTH_TOO_LARGE  | HashMismatch                  | -                        | HashMismatch             | HashMismatch             | HashMismatch             | HashMismatch
      GONE              | NotInitialized / HashMismatch | Missing                  | Missing                  | Missing                  | Missing                  | Missing
      FAILING           | Refused                       | Refused                  | Refused                  | Refused                  | Refused                  | Refused
      ENDLESS           | TooLarge                      | TooLarge                 | TooLarge                 | TooLarge                 | TooLarge                 | TooLarge
      FORMER            | MetadataInvalid               | believed / VersionTooLow | HashMismatch             | HashMismatch             | HashMismatch             | HashMismatch
      WEB_PAGE          | JsonInvalid                   | JsonInvalid              | HashMismatch             | HashMismatch             | HashMismatch             | HashMismatch
      """;

  @TempDir private Path folder;
  private final World world = new World();

  @AfterEach
  void close() {
    world.close();
  }

  @ParameterizedTest
  @MethodSource("cells")
  void damage_hasOneOutcome_coldAndWarm(Damage damage, Role role, String cold, String warm) {
    world.publish();
    byte[] former = world.bytes(role);
    world.publish();
    TrustReader warmReader = reader("warm");
    assertThat(warmReader.find(world.gun(), world.routes())).isPresent();

    if (damage == Damage.OLDER) {
      world.setVersion(role, 0);
    }
    world.publish(role, damage);
    if (damage.isIn(Place.ANSWER)) {
      world.answer(role, damage, former);
    }

    assertThat(outcome(warmReader, role)).as("warm").isEqualTo(warm);
    assertThat(outcome(reader("cold"), role)).as("cold").isEqualTo(cold);
  }

  @Test
  void table_hasEveryDamage() {
    Set<Damage> rows = EnumSet.of(Damage.NONE);
    rows().skip(1).forEach(row -> rows.add(Damage.valueOf(row.getFirst())));

    assertThat(rows).containsExactly(Damage.values());
  }

  private static Stream<Arguments> cells() {
    List<String> header = rows().findFirst().orElseThrow();
    return rows()
        .skip(1)
        .flatMap(row -> IntStream.range(1, header.size()).mapToObj(i -> cell(row, header, i)))
        .flatMap(List::stream);
  }

  private static List<Arguments> cell(List<String> row, List<String> header, int column) {
    List<Arguments> cells = new ArrayList<>();
    String[] outcomes = row.get(column).split(" / ", -1);
    if (!outcomes[0].equals("-")) {
      cells.add(
          argumentSet(
              row.getFirst() + " of " + header.get(column),
              Damage.valueOf(row.getFirst()),
              COLUMNS.get(header.get(column)),
              outcomes[0],
              outcomes[outcomes.length - 1]));
    }
    return cells;
  }

  private static Stream<List<String>> rows() {
    return TABLE
        .lines()
        .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList());
  }

  private String outcome(TrustReader reader, Role role) {
    try {
      VerifiedTrust trust = reader.get(world.gun(), world.routes());
      assertThat(trust.targets().find("1.0", List.of(Role.TARGETS)).orElseThrow().target())
          .isEqualTo(World.IMAGE);
      return role instanceof Delegation delegation ? outcome(trust, delegation) : "believed";
    } catch (TrustFailure.Unbelievable e) {
      return e.reason().getClass().getSimpleName();
    } catch (TrustFailure | RegistryException e) {
      return e.getClass().getSimpleName();
    }
  }

  private static String outcome(VerifiedTrust trust, Delegation role) {
    if (trust.targets().roles().containsKey(role)) {
      return "believed";
    }
    assertThat(trust.targets().roles().keySet()).doesNotContain(World.CI).contains(role.parent());
    return trust.targets().skipped().containsKey(role) ? "skipped" : "absent";
  }

  private TrustReader reader(String name) {
    return new TrustReader(
        new TrustStates(folder.resolve(name)), TrustPins.NONE, (_, _) -> true, () -> World.NOW);
  }
}
