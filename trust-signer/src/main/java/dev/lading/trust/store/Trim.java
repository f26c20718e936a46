package dev.lading.trust.store;

import dev.lading.storage.Key;
import dev.lading.storage.ObjectInfo;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageException;
import dev.lading.storage.StorageUnavailable;
import dev.lading.trust.Gun;
import java.io.FileNotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what no reader can need any more, and what never became visible.
 *
 * <p>Let <em>o</em> be the generation that was the newest one {@code keep} ago, or the oldest that
 * there is. Removed are, in this order:
 *
 * <ol>
 *   <li>each file that a publication wrote which aimed at a generation before <em>o</em>, and that
 *       <em>o</em> does not name: it was superseded, deleted, or never published. As nothing that
 *       is not named is ever named again, no later generation names it either;
 *   <li>the generations before <em>o</em>, from the oldest on: whoever finds one knows that all
 *       behind it are there ({@link Generations}).
 * </ol>
 *
 * <p>So whoever began to read at any time in the last {@code keep} finds everything up to the end
 * of its walk. What is being published aims at a generation behind the newest, and is safe however
 * long it takes; if its place has been taken meanwhile, it is refused, and its files go when that
 * place has become old. Only readers rely on time, and it is the store's alone. What is removed is
 * never created again, so a removal may be late, and any number of replicas may trim.
 */
public final class Trim {
  private static final Logger LOG = LoggerFactory.getLogger(Trim.class);

  /**
   * A client takes seconds for its walk; a cache may hold a timestamp for minutes; and a backup
   * that copies generations first and files later may take hours.
   */
  public static final Duration DEFAULT_KEEP = Duration.ofHours(24);

  private final StorageDriver driver;
  private final Generations generations;
  private final RoleFiles files;

  public Trim(StorageDriver driver) {
    this.driver = driver;
    this.generations = new Generations(driver, 0);
    this.files = new RoleFiles(driver);
  }

  /**
   * What one pass came to.
   *
   * @param failures GUNs that could not be trimmed, or not wholly; the log has them one by one
   */
  public record Trimmed(int generations, int files, int failures) {
    private static final Trimmed NOTHING = new Trimmed(0, 0, 0);
    private static final Trimmed FAILURE = new Trimmed(0, 0, 1);

    private Trimmed plus(Trimmed other) {
      return new Trimmed(
          generations + other.generations, files + other.files, failures + other.failures);
    }
  }

  /**
   * Trims every GUN. What fails does not keep the others.
   *
   * @param keep for how long a generation is kept that has been followed
   * @throws StorageException when the store does not tell which GUNs there are
   */
  public Trimmed trim(Duration keep) {
    Instant before = storeTime().minus(keep);
    return generations.newestOfAll().stream()
        .map(newest -> trim(newest.gun(), before))
        .reduce(Trimmed.NOTHING, Trimmed::plus);
  }

  private Trimmed trim(Gun gun, Instant before) {
    try {
      List<Listed> kept = generations.kept(gun);
      return kept.stream()
          .filter(each -> !each.storeTime().isAfter(before))
          .findFirst()
          .or(() -> kept.isEmpty() ? Optional.empty() : Optional.of(kept.getLast()))
          .flatMap(oldest -> generations.find(gun, oldest.number()))
          .map(oldest -> trim(oldest, kept))
          .orElse(Trimmed.NOTHING); // another replica trims, and is further
    } catch (StorageException | DamagedTrustData e) {
      LOG.warn("trust data cannot be trimmed gun={}", gun, e);
      return Trimmed.FAILURE;
    }
  }

  private Trimmed trim(Generation oldest, List<Listed> kept) {
    Gun gun = oldest.gun();
    Set<Key> named =
        oldest
            .named()
            .map(name -> RoleFiles.key(gun, name))
            .collect(Collectors.toUnmodifiableSet());
    int removed = files.removeIf(gun, file -> isBefore(oldest, file) && !named.contains(file));
    List<Long> doomed =
        kept.reversed().stream()
            .map(Listed::number)
            .filter(number -> number < oldest.number())
            .toList();
    doomed.forEach(number -> generations.remove(gun, number));
    return new Trimmed(doomed.size(), removed, 0);
  }

  private static boolean isBefore(Generation oldest, Key file) {
    return TrustLayout.writer(file.name())
        .filter(writer -> writer.target() < oldest.number())
        .isPresent();
  }

  /** Ours may be wrong, and must not make every generation look old. */
  private Instant storeTime() {
    driver.writeTransient(TrustLayout.CLOCK, new byte[0]);
    return driver
        .find(TrustLayout.CLOCK)
        .map(ObjectInfo::storeTime)
        .orElseThrow(
            () ->
                new StorageUnavailable(
                    "what was just written is not there",
                    new FileNotFoundException(TrustLayout.CLOCK.path())));
  }
}
