package dev.lading.content.store;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.storage.Key;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an object of distribution's tree is, by its key: the way back from {@link Layout}. */
sealed interface Place {
  /** NFS keeps an open file under such a name that was deleted; the others are known to all. */
  Pattern LITTER =
      Pattern.compile("\\.nfs[0-9a-f]+|\\.DS_Store|\\._.*|Thumbs\\.db|.*~|\\..*\\.sw[a-p]|#.*#");

  /** Stored bytes. */
  record Data(Digest digest) implements Place {}

  /** "This repository may read this blob." */
  record Layer(RepositoryName repository, Digest named) implements Place {}

  /** A manifest of the repository. */
  record Revision(RepositoryName repository, Digest named) implements Place {}

  /** What a tag names. */
  record TagLink(RepositoryName repository, Tag tag) implements Place {}

  /** What a tag ever named. */
  record TagHistory(RepositoryName repository, Tag tag, Digest named) implements Place {}

  /** Part of an upload, or nothing that anybody could need. */
  record Other() implements Place {}

  /**
   * Among manifests and tags, and not understood: it may say that something is needed.
   *
   * @param repository empty when what it is in cannot be the name of one
   */
  record Foreign(Optional<RepositoryName> repository) implements Place {}

  /** Among manifests and tags, and left by a file system, a desktop or an editor. */
  record Litter() implements Place {}

  /**
   * @param key below {@link Layout#DISTRIBUTION}
   */
  static Place of(Key key) {
    String path = key.path().substring(Layout.DISTRIBUTION.path().length() + 1);
    return path.startsWith("repositories/") ? held(path) : data(path);
  }

  /** The link that a key is of; empty for anything else, a tag's own link among it. */
  static Optional<Doomed.Link> link(Key key, Digest target) {
    return switch (of(key)) {
      case Layer(var name, var named) -> Optional.of(new Doomed.Link.Layer(name, named));
      case Revision(var name, var named) -> Optional.of(new Doomed.Link.Revision(name, named));
      case TagHistory(var name, var tag, var named) ->
          Optional.of(new Doomed.Link.TagHistory(name, tag, named));
      case TagLink(var name, var tag) -> Optional.of(new Doomed.Link.Tagged(name, tag, target));
      case Data _, Other _, Foreign _, Litter _ -> Optional.empty();
    };
  }

  private static Place data(String path) {
    String[] parts = path.split("/");
    boolean isData =
        parts.length == 5
            && parts[0].equals("blobs")
            && parts[4].equals("data")
            && parts[3].startsWith(parts[2]);
    return (isData ? digest(parts, 1, 3) : Optional.<Digest>empty())
        .<Place>map(Data::new)
        .orElseGet(Other::new);
  }

  private static Place held(String path) {
    int from = "repositories/".length();
    int under = path.indexOf("/_", from);
    if (under < 0) {
      return new Other();
    }
    String name = path.substring(from, under);
    String[] parts = path.substring(under + 1).split("/");
    boolean mayMatter = parts[0].equals(Layout.MANIFESTS);
    if (!mayMatter && !parts[0].equals("_layers")) {
      return new Other();
    }
    Optional<RepositoryName> repository =
        RepositoryName.isName(name) ? Optional.of(new RepositoryName(name)) : Optional.empty();
    return repository
        .flatMap(known -> in(known, parts))
        .orElseGet(() -> mayMatter ? unknown(repository, parts) : new Other());
  }

  /** No link of ours or of distribution's has such a name, as none is named otherwise than so. */
  private static Place unknown(Optional<RepositoryName> repository, String[] parts) {
    return LITTER.matcher(parts[parts.length - 1]).matches()
        ? new Litter()
        : new Foreign(repository);
  }

  private static Optional<Place> in(RepositoryName name, String[] parts) {
    if (parts.length < 3 || !parts[parts.length - 1].equals("link")) {
      return Optional.empty();
    }
    if (!parts[0].equals(Layout.MANIFESTS)) {
      return named(parts, 1).map(digest -> new Layer(name, digest));
    }
    return switch (parts[1]) {
      case "revisions" -> named(parts, 2).map(digest -> new Revision(name, digest));
      case "tags" -> Tag.isTag(parts[2]) ? of(name, new Tag(parts[2]), parts) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Place> of(RepositoryName name, Tag tag, String[] parts) {
    if (parts.length == 5 && parts[3].equals("current")) {
      return Optional.of(new TagLink(name, tag));
    }
    return parts.length > 3 && parts[3].equals("index")
        ? named(parts, 4).map(digest -> new TagHistory(name, tag, digest))
        : Optional.empty();
  }

  /** The digest whose algorithm is that part, when it and {@code link} are all that is left. */
  private static Optional<Digest> named(String[] parts, int from) {
    return parts.length == from + 3 ? digest(parts, from, from + 1) : Optional.empty();
  }

  private static Optional<Digest> digest(String[] parts, int algorithm, int hex) {
    return Algorithm.find(parts[algorithm]).flatMap(each -> Digest.find(each, parts[hex]));
  }
}
