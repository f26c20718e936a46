package dev.lading.content;

import dev.lading.content.ContentException.TagImmutable;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which tags stay what they are once they are there: clients can neither move nor remove them. Any
 * rule that covers a tag makes it one of these; but fallback tags never are, for clients write them
 * anew with each signature.
 *
 * <p>All who write to a store must have the same rules. Immutable.
 */
public record ImmutableTags(List<Rule> rules) {
  /** Every tag may move. */
  public static final ImmutableTags NONE = new ImmutableTags(List.of());

  /**
   * One rule.
   *
   * @param repositories which it is about; any of them has to cover
   * @param tags which of their tags; any of them has to cover
   * @param except but none of these
   */
  public record Rule(
      List<RepositoryPattern> repositories, List<TagPattern> tags, List<TagPattern> except) {
    public Rule {
      repositories = List.copyOf(repositories);
      tags = List.copyOf(tags);
      except = List.copyOf(except);
    }

    private boolean covers(RepositoryName name, Tag tag) {
      return tags.stream().anyMatch(pattern -> pattern.covers(tag))
          && repositories.stream().anyMatch(pattern -> pattern.covers(name))
          && except.stream().noneMatch(pattern -> pattern.covers(tag));
    }

    /** As it may be written: {@code prod/**:v*}, and {@code but v*-rc*} where there is more. */
    @Override
    public String toString() {
      String covered =
          joined(repositories.stream()) + ":" + joined(tags.stream().map(TagPattern::text));
      return except.isEmpty()
          ? covered
          : covered + " but " + joined(except.stream().map(TagPattern::text));
    }

    private static String joined(Stream<?> patterns) {
      return patterns.map(Object::toString).collect(Collectors.joining(","));
    }
  }

  public ImmutableTags {
    rules = List.copyOf(rules);
  }

  /** Whether the tag stays what it is. */
  public boolean cover(RepositoryName name, Tag tag) {
    return rule(name, tag).isPresent();
  }

  /**
   * Why the tag cannot become anything else, or nothing.
   *
   * @param named what it names
   */
  public Optional<ContentException> refusal(RepositoryName name, Tag tag, Digest named) {
    return rule(name, tag).map(rule -> new TagImmutable(name, tag, named, rule.toString()));
  }

  private Optional<Rule> rule(RepositoryName name, Tag tag) {
    return rules.stream()
        .filter(rule -> rule.covers(name, tag))
        .filter(_ -> FallbackTag.subject(tag).isEmpty())
        .findFirst();
  }
}
