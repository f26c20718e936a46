package dev.lading.content.claim;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.storage.Key;
import java.util.Optional;
import java.util.UUID;

/**
 * What the collector and those who are safe from it keep in the store. No name here is used again
 * once it was deleted.
 *
 * <pre>
 * lading/state/gc/
 *   claims/ALG/HEX/UUID      somebody relies on this digest; its store time says since when
 *   condemned/ALG/HEX/RUN    a run is about to remove it
 *   runs/RUN/...             a run began; the highest number holds the lease
 *   candidates/RUN/...       what a mark found unreachable, and since when it was that
 *   trash/ALG/HEX/RUN/...    what a run removed, until it is purged
 *   terms/NUMBERS            some process goes by these terms, as long as this is written again
 *   holds/NAME/UUID          nothing is to be removed, as long as this is written again and again
 * </pre>
 *
 * RUN has twelve digits, so that the order of keys is that of numbers.
 */
public final class GcKeys {
  public static final Key CLAIMS = Key.of("lading/state/gc/claims");
  public static final Key CONDEMNED = Key.of("lading/state/gc/condemned");
  public static final Key RUNS = Key.of("lading/state/gc/runs");
  public static final Key CANDIDATES = Key.of("lading/state/gc/candidates");
  public static final Key TRASH = Key.of("lading/state/gc/trash");

  static final Key TERMS = Key.of("lading/state/gc/terms");
  static final Key HOLDS = Key.of("lading/state/gc/holds");

  private GcKeys() {}

  /** All claims of a digest. */
  public static Key claims(Digest digest) {
    return below(CLAIMS, digest);
  }

  static Key claim(Digest digest, UUID id) {
    return claims(digest).resolve(id.toString());
  }

  static Key mark(Digest digest, RunNumber run) {
    return below(CONDEMNED, digest).resolve(run.toString());
  }

  static Key hold(String name, UUID id) {
    return HOLDS.resolve(name + "/" + id);
  }

  /** What a hold is for; empty for what nobody of us wrote. */
  static Optional<String> holder(Key hold) {
    String[] parts = hold.path().substring(HOLDS.path().length() + 1).split("/", 3);
    return parts.length == 2 ? Optional.of(parts[0]) : Optional.empty();
  }

  public static Key run(RunNumber run) {
    return RUNS.resolve(run.toString());
  }

  /** Where a run's mark notes what it found unreachable. */
  public static Key candidates(RunNumber run) {
    return CANDIDATES.resolve(run.toString());
  }

  /** What any run removed of a digest. */
  public static Key trash(Digest digest) {
    return below(TRASH, digest);
  }

  /** Where a run keeps what it removes of a digest. */
  public static Key trash(Digest digest, RunNumber run) {
    return below(TRASH, digest).resolve(run.toString());
  }

  /**
   * The digest that a key below one of these prefixes is about; empty for what nobody of us wrote.
   */
  public static Optional<Digest> digest(Key prefix, Key key) {
    String[] parts = key.path().substring(prefix.path().length() + 1).split("/", 3);
    return parts.length < 3
        ? Optional.empty()
        : Algorithm.find(parts[0]).flatMap(algorithm -> Digest.find(algorithm, parts[1]));
  }

  /** The run whose trash a key is of; empty for what nobody of us wrote. */
  public static Optional<RunNumber> runOfTrash(Key key) {
    String[] parts = key.path().substring(TRASH.path().length() + 1).split("/", 4);
    return parts.length < 4 ? Optional.empty() : RunNumber.find(parts[2]);
  }

  private static Key below(Key prefix, Digest digest) {
    return prefix.resolve(digest.algorithm().id() + "/" + digest.hex());
  }
}
