package dev.lading.content.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.storage.Key;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a mark found unneeded of some stored bytes.
 *
 * @param digest under which the bytes are stored
 * @param names every digest that a link to these bytes is named after, this one among them: whoever
 *     relies on the bytes may have claimed any of them
 * @param links those that nothing keeps; others stay
 * @param isDataUnneeded whether nothing keeps the bytes either, in any repository
 */
public record Doomed(Digest digest, Set<Digest> names, List<Link> links, boolean isDataUnneeded) {
  public Doomed {
    names = Collections.unmodifiableSortedSet(new TreeSet<>(names));
    links = List.copyOf(links);
    if (!names.contains(digest)) {
      throw new IllegalArgumentException("bytes can be claimed by their own digest: " + digest);
    }
  }

  /** A tag alone, as long as it names the digest: whatever else relies on that may go on. */
  public static Doomed ofTag(RepositoryName repository, Tag tag, Digest named) {
    Digest claimed = Link.Tagged.claimed(repository, tag);
    return new Doomed(
        claimed, Set.of(claimed), List.of(new Link.Tagged(repository, tag, named)), false);
  }

  /** All that whoever relies on the bytes, or on a link, may have claimed. */
  public SortedSet<Digest> claimable() {
    SortedSet<Digest> all = new TreeSet<>(names);
    for (Link link : links) {
      if (link instanceof Link.Tagged(var repository, var tag, _)) {
        all.add(Link.Tagged.claimed(repository, tag));
      }
    }
    return all;
  }

  /** One link file. */
  public sealed interface Link {
    RepositoryName repository();

    /** The digest that the link is named after. */
    Digest named();

    /** "This repository may read this blob." */
    record Layer(RepositoryName repository, Digest named) implements Link {}

    /** A manifest of the repository. */
    record Revision(RepositoryName repository, Digest named) implements Link {}

    /** A tag, and that it names the digest; one that names another by now stays. */
    record Tagged(RepositoryName repository, Tag tag, Digest named) implements Link {
      /** By what those claim the tag itself who push it, whatever it names. */
      static Digest claimed(RepositoryName repository, Tag tag) {
        return Digest.of(Algorithm.SHA256, (repository + ":" + tag).getBytes(UTF_8));
      }
    }

    /** What a tag once named. */
    record TagHistory(RepositoryName repository, Tag tag, Digest named) implements Link {}

    default Key key() {
      return switch (this) {
        case Layer(var name, var digest) -> Layout.layerLink(name, digest);
        case Revision(var name, var digest) -> Layout.revisionLink(name, digest);
        case Tagged(var name, var tag, var _) -> Layout.tagLink(name, tag);
        case TagHistory(var name, var tag, var digest) -> Layout.tagIndexLink(name, tag, digest);
      };
    }
  }
}
