package dev.lading.server;

import dev.lading.config.Section;
import dev.lading.content.ImmutableTags;
import dev.lading.content.RepositoryPattern;
import dev.lading.content.TagPattern;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code tags.immutable}:
 *
 * <pre>{@code
 * tags:
 *   immutable:
 *     - {repository: "prod/**", tags: "v*", except: ["v*-rc*"]}
 * }</pre>
 *
 * <p>A rule has to say which repositories it is about; without {@code tags} it is about all of
 * theirs.
 */
final class ImmutableTagsReading {
  private ImmutableTagsReading() {}

  /** Rules with a problem are left out, which no server may act upon. */
  static ImmutableTags from(Section tags) {
    if (tags.isWritten("immutable") && !tags.isSet("immutable")) {
      tags.problem(
          "immutable",
          "holds no rule. Write one, for example {repository: \"prod/**\", tags: \"v*\"}, or remove"
              + " it.");
    }
    return new ImmutableTags(
        tags.sections("immutable").stream().flatMap(rule -> rule(rule).stream()).toList());
  }

  private static Optional<ImmutableTags.Rule> rule(Section rule) {
    List<RepositoryPattern> repositories =
        rule.values("repository", List.of(), RepositoryPattern::parse);
    List<TagPattern> tags = rule.values("tags", List.of("*"), TagPattern::new);
    List<TagPattern> except = rule.values("except", List.of(), TagPattern::new);
    if (!rule.isSet("repository")) {
      rule.problem("repository", "is missing. Write the repositories, for example \"prod/**\".");
    }
    if (rule.isWritten("tags") && !rule.isSet("tags")) {
      rule.problem("tags", "names no tag. Write for example \"v*\", or remove it for all.");
    }
    return repositories.isEmpty() || tags.isEmpty()
        ? Optional.empty()
        : Optional.of(new ImmutableTags.Rule(repositories, tags, except));
  }
}
