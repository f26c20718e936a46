package dev.lading.server.gc;

import dev.lading.config.Section;
import dev.lading.content.RepositoryPattern;
import dev.lading.content.TagPattern;
import dev.lading.gc.Retention;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads {@code retention}:
 *
 * <pre>{@code
 * retention:
 *   - {repository: "ci/**", tags: "pr-*", newest: 10, pushedwithin: 14d, keep: ["pr-main*"]}
 * }</pre>
 *
 * <p>A rule that keeps nothing is a problem, and so is one that does not say which repositories it
 * is about: neither is what anybody means.
 */
final class RetentionReading {
  private static final int MOST = 1_000_000;
  private static final List<String> KEEPS =
      List.of("newest", "pushedwithin", "pulledwithin", "keep");
  private final Section rule;
  private final boolean isSigning;

  private RetentionReading(Section rule, boolean isSigning) {
    this.rule = rule;
    this.isSigning = isSigning;
  }

  /**
   * Rules with a problem are left out, which no collector may act upon.
   *
   * @param isSigning whether the registry keeps signatures
   */
  static List<Retention.Rule> from(Section root, boolean isSigning) {
    return root.sections("retention").stream()
        .map(rule -> new RetentionReading(rule, isSigning))
        .flatMap(reading -> reading.rule().stream())
        .toList();
  }

  private Optional<Retention.Rule> rule() {
    List<RepositoryPattern> repositories =
        rule.values("repository", List.of(), RepositoryPattern::parse);
    List<TagPattern> tags = rule.values("tags", List.of("*"), TagPattern::new);
    OptionalInt newest = newest();
    Optional<Duration> pushedWithin = within("pushedwithin");
    Optional<Duration> pulledWithin = within("pulledwithin");
    List<TagPattern> keep = rule.values("keep", List.of(), TagPattern::new);
    boolean keepsSigned = rule.flag("signed", false);
    if (!rule.isSet("repository")) {
      rule.problem("repository", "is missing. Write the repositories, for example \"ci/**\".");
    }
    if (keepsSigned && !isSigning) {
      rule.problem(
          "signed",
          "asks to keep what is signed, and this registry keeps no signatures. Write"
              + " trust.hostnames, or remove it.");
    }
    if (!keepsSigned && KEEPS.stream().noneMatch(rule::isSet)) {
      rule.problem(
          "newest",
          "is missing, and so is all else that keeps a tag: the rule would remove every one. Write"
              + " newest: 10, pushedwithin: 30d, keep: [\"v*\"] or signed: true.");
    }
    return repositories.isEmpty() || tags.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Retention.Rule(
                repositories, tags, newest, pushedWithin, pulledWithin, keep, keepsSigned));
  }

  /** None at all would keep nothing, and look as if it did. */
  private Optional<Duration> within(String key) {
    Optional<Duration> span = rule.optionalSpan(key);
    if (span.filter(Duration::isPositive).isEmpty() && span.isPresent()) {
      rule.problem(key, "keeps nothing. Write for example 14d, or remove it.");
    }
    return span;
  }

  private OptionalInt newest() {
    return rule.optional("newest", RetentionReading::count).stream()
        .mapToInt(Integer::intValue)
        .findFirst();
  }

  private static int count(String text) {
    boolean isNumber = text.matches("[0-9]{1,7}");
    int count = isNumber ? Integer.parseInt(text) : 0;
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("is not a whole number from 1 to " + MOST);
    }
    return count;
  }
}
