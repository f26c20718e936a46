package dev.lading.gc;

import dev.lading.content.Digest;
import dev.lading.content.FallbackTag;
import dev.lading.content.RepositoryName;
import dev.lading.content.RepositoryPattern;
import dev.lading.content.Tag;
import dev.lading.content.TagPattern;
import dev.lading.content.store.Inventory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which tags go. The first rule that covers a tag decides: it goes unless something in that rule
 * keeps it. Tags that no rule covers stay, and so do fallback tags, which belong to what they are
 * about. Only tags go by this; manifests stay as long as anything else keeps them.
 *
 * @param pulls when tags were pulled
 * @param signatures which tags are signed
 */
public record Retention(List<Rule> rules, Pulls pulls, Signatures signatures) {
  /** Every tag stays. */
  public static final Retention NONE =
      new Retention(List.of(), (_, _, _) -> new Pull.Unknown(), (_, _, _) -> true);

  /**
   * One rule.
   *
   * @param repositories which it is about; any of them has to cover
   * @param tags which of their tags; any of them has to cover
   * @param newest how many of these it keeps in each repository, those that were pushed last
   * @param pushedWithin keeps what was pushed within that time
   * @param pulledWithin keeps what was pulled within that time, or may have been
   * @param keep keeps these
   * @param keepSigned keeps what is signed
   */
  public record Rule(
      List<RepositoryPattern> repositories,
      List<TagPattern> tags,
      OptionalInt newest,
      Optional<Duration> pushedWithin,
      Optional<Duration> pulledWithin,
      List<TagPattern> keep,
      boolean keepSigned) {
    public Rule {
      repositories = List.copyOf(repositories);
      tags = List.copyOf(tags);
      keep = List.copyOf(keep);
    }

    private boolean covers(RepositoryName name, Tag tag) {
      return repositories.stream().anyMatch(pattern -> pattern.covers(name))
          && tags.stream().anyMatch(pattern -> pattern.covers(tag));
    }
  }

  /** Whoever knows when a tag, or what it names, was pulled. */
  @FunctionalInterface
  public interface Pulls {
    Pull last(RepositoryName name, Tag tag, Digest target);
  }

  /** When a tag was pulled last. */
  public sealed interface Pull {
    record At(Instant time) implements Pull {}

    /** Nobody pulled it as long as it is there. */
    record Never() implements Pull {}

    /** It may have been at any time. */
    record Unknown() implements Pull {}
  }

  /** Whoever knows what is signed. */
  @FunctionalInterface
  public interface Signatures {
    boolean isSigned(RepositoryName name, Tag tag, Digest digest);
  }

  public Retention {
    rules = List.copyOf(rules);
  }

  /**
   * The tags of a repository that go, and why.
   *
   * @param now by the store's time
   */
  List<Mark.GoingTag> going(Inventory.Repository repository, Instant now) {
    List<Mark.GoingTag> going = new ArrayList<>();
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      List<Inventory.Tagged> covered = covered(repository, i);
      int newest = rule.newest().orElse(0);
      for (int rank = newest; rank < covered.size(); rank++) {
        Inventory.Tagged each = covered.get(rank);
        if (!keeps(rule, repository.name(), each, now)) {
          going.add(going(repository.name(), rule, each));
        }
      }
    }
    return going;
  }

  /** What the rule decides about and none before it, the newest first. */
  private List<Inventory.Tagged> covered(Inventory.Repository repository, int index) {
    return repository.tags().stream()
        .filter(tagged -> FallbackTag.subject(tagged.tag()).isEmpty())
        .filter(tagged -> first(repository.name(), tagged.tag()) == index)
        .sorted(
            Comparator.comparing(Inventory.Tagged::since)
                .reversed()
                .thenComparing(Inventory.Tagged::tag))
        .toList();
  }

  private int first(RepositoryName name, Tag tag) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).covers(name, tag)) {
        return i;
      }
    }
    return -1;
  }

  private boolean keeps(Rule rule, RepositoryName name, Inventory.Tagged tagged, Instant now) {
    return rule.keep().stream().anyMatch(pattern -> pattern.covers(tagged.tag()))
        || rule.pushedWithin().filter(within -> isWithin(tagged.since(), within, now)).isPresent()
        || rule.pulledWithin().filter(within -> isPulled(name, tagged, within, now)).isPresent()
        || (rule.keepSigned() && signatures.isSigned(name, tagged.tag(), tagged.target()));
  }

  private boolean isPulled(
      RepositoryName name, Inventory.Tagged tagged, Duration within, Instant now) {
    return switch (pulls.last(name, tagged.tag(), tagged.target())) {
      case Pull.At(var time) -> isWithin(time, within, now);
      case Pull.Never _ -> false;
      case Pull.Unknown _ -> true;
    };
  }

  private static boolean isWithin(Instant time, Duration within, Instant now) {
    return !time.isBefore(now.minus(within));
  }

  private static Mark.GoingTag going(RepositoryName name, Rule rule, Inventory.Tagged tagged) {
    List<String> reasons = new ArrayList<>();
    rule.newest().ifPresent(count -> reasons.add("not among the newest " + count));
    rule.pushedWithin().ifPresent(within -> reasons.add("not pushed within " + within));
    rule.pulledWithin().ifPresent(within -> reasons.add("not pulled within " + within));
    if (rule.keepSigned()) {
      reasons.add("not signed");
    }
    String reason = reasons.isEmpty() ? "covered by a rule" : String.join(", ", reasons);
    return new Mark.GoingTag(name, tagged.tag(), tagged.target(), reason);
  }
}
