package dev.lading.content.claim;

import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.StorageDriver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The terms that the processes go by which write to one store: each declares its own, again and
 * again, under a name that says them. A declaration binds for twice its grace after it was last
 * written: longer than anything that was claimed under it is relied on.
 */
public final class DeclaredTerms {
  private static final Pattern NAME =
      Pattern.compile("([0-9]{1,15})-([0-9]{1,15})-([0-9]{1,15})-([0-9]{1,15})");
  private static final Duration LONGEST_SILENCE = Duration.ofHours(1);
  private final StorageDriver driver;
  private final GcTerms own;
  private final StoreClock clock;

  public DeclaredTerms(StorageDriver driver, GcTerms own, StoreClock clock) {
    this.driver = driver;
    this.own = own;
    this.clock = clock;
  }

  /** Declares the terms of this process; to be done before its first claim, and then so often. */
  public Duration declare() {
    driver.writeTransient(GcKeys.TERMS.resolve(name(own)), new byte[0]);
    Duration share = own.grace().dividedBy(8);
    return share.compareTo(LONGEST_SILENCE) < 0 ? share : LONGEST_SILENCE;
  }

  /** Other terms that some process goes by, or has gone by not long ago. */
  public List<GcTerms> others() {
    List<ListedObject> declared = Listed.below(driver, GcKeys.TERMS).toList();
    if (declared.stream().allMatch(each -> each.key().name().equals(name(own)))) {
      return List.of();
    }
    Instant now = clock.now();
    return declared.stream()
        .flatMap(each -> terms(each.key()).filter(terms -> binds(terms, each, now)).stream())
        .filter(terms -> !terms.equals(own))
        .toList();
  }

  private static boolean binds(GcTerms terms, ListedObject declared, Instant now) {
    return declared.info().storeTime().plus(terms.grace().multipliedBy(2)).isAfter(now);
  }

  private static String name(GcTerms terms) {
    return "%d-%d-%d-%d"
        .formatted(
            terms.grace().toMillis(),
            terms.window().toMillis(),
            terms.slack().toMillis(),
            terms.longestRun().toMillis());
  }

  /** Empty for what nobody of us wrote. */
  private static Optional<GcTerms> terms(Key key) {
    Matcher name = NAME.matcher(key.name());
    return name.matches()
        ? Optional.of(
            new GcTerms(millis(name, 1), millis(name, 2), millis(name, 3), millis(name, 4)))
        : Optional.empty();
  }

  private static Duration millis(Matcher name, int group) {
    return Duration.ofMillis(Long.parseLong(name.group(group)));
  }
}
