package dev.lading.content.store;

import dev.lading.content.Change;
import dev.lading.content.ContentException.ReferencesUnknown;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings back what a collector removed, and mends what is not whole. Every step is a publication as
 * a client's would be: it claims, checks and writes, links last.
 */
public final class Restoring {
  private final Trash trash;
  private final Blobs blobs;
  private final Links links;
  private final Manifests manifests;
  private final Revisions revisions;
  private final Tags tags;
  private final Publication publication;
  private final Changes changes;

  /** What of the store takes part. */
  record Parts(
      Trash trash,
      Blobs blobs,
      Links links,
      Manifests manifests,
      Revisions revisions,
      Tags tags,
      Publication publication,
      Changes changes) {}

  /** What a look at something that a manifest needs came to. */
  public enum Repair {
    /** It is there after all. */
    SOUND,
    /** The bytes were there, the link said nothing, and the repository may read them again. */
    LINKED,
    /** The bytes came back from the trash, with the link where it went with them. */
    RESTORED,
    /** The link is gone, and no collector took it: a client deleted the blob by name. */
    DELETED,
    /** Nobody has the bytes. */
    MISSING
  }

  Restoring(Parts parts) {
    this.trash = parts.trash();
    this.blobs = parts.blobs();
    this.links = parts.links();
    this.manifests = parts.manifests();
    this.revisions = parts.revisions();
    this.tags = parts.tags();
    this.publication = parts.publication();
    this.changes = parts.changes();
  }

  /**
   * Sees to it that the repository holds a blob that one of its manifests needs, unless a client
   * deleted it there by name.
   */
  public Repair blob(RepositoryName name, Digest digest) {
    Repair need = lookAtBlob(name, digest);
    return switch (need) {
      case SOUND, MISSING, DELETED -> need;
      case LINKED, RESTORED ->
          publish(target(name, digest), List.of(new Doomed.Link.Layer(name, digest)))
              ? need
              : Repair.MISSING;
    };
  }

  /** What {@link #blob} would come to now; changes nothing. */
  public Repair lookAtBlob(RepositoryName name, Digest digest) {
    Doomed.Link layer = new Doomed.Link.Layer(name, digest);
    Optional<Digest> linked = links.find(layer.key());
    Digest target = linked.orElse(digest);
    boolean isThere = blobs.data(target).isPresent();
    if (linked.isEmpty() && !links.isWritten(layer.key())) {
      return lookAtUnlinked(layer, isThere);
    }
    if (isThere) {
      return linked.isPresent() ? Repair.SOUND : Repair.LINKED;
    }
    return trash.has(target) ? Repair.RESTORED : Repair.MISSING;
  }

  /**
   * No run takes a link that a manifest needs and leaves the bytes. One that took both, by an
   * assumption that did not hold, has both in the trash.
   */
  private Repair lookAtUnlinked(Doomed.Link layer, boolean isThere) {
    if (isThere) {
      return Repair.DELETED;
    }
    return trash
        .lastWithData(layer.named())
        .map(kept -> trash.links(kept).contains(layer) ? Repair.RESTORED : Repair.DELETED)
        .orElse(Repair.MISSING);
  }

  /** Sees to it that the bytes of a manifest are there that a repository holds. */
  public Repair manifest(Digest digest) {
    Repair need = lookAtManifest(digest);
    boolean isLeft = need == Repair.RESTORED && !publish(digest, List.of());
    return isLeft ? Repair.MISSING : need;
  }

  /** What {@link #manifest} would come to now; changes nothing. */
  public Repair lookAtManifest(Digest digest) {
    if (blobs.data(digest).isPresent()) {
      return Repair.SOUND;
    }
    return trash.has(digest) ? Repair.RESTORED : Repair.MISSING;
  }

  /**
   * Writes a link anew that is gone, or says nothing, or something else than the digest that it is
   * named after.
   *
   * @return whether it says that now; false when there are no bytes of that name
   * @throws ReferencesUnknown when it is a manifest's, and something that this refers to is gone
   */
  public boolean relink(Doomed.Link link) {
    return switch (link) {
      case Doomed.Link.Layer layer -> publish(layer.named(), List.of(layer));
      case Doomed.Link.Revision(var name, var digest) -> manifests.relink(name, digest);
      case Doomed.Link.Tagged _, Doomed.Link.TagHistory _ ->
          throw new IllegalArgumentException("nothing proves what it said: " + link.key());
    };
  }

  private Digest target(RepositoryName name, Digest digest) {
    return links.find(Layout.layerLink(name, digest)).orElse(digest);
  }

  /** Whether nothing but tags went there, so that there are no bytes to bring back. */
  public boolean isOfTags(Trash.Kept kept) {
    List<Doomed.Link> gone = trash.links(kept);
    return !gone.isEmpty() && gone.stream().allMatch(Doomed.Link.Tagged.class::isInstance);
  }

  /**
   * Brings back the bytes that a run removed, and that repositories may read them.
   *
   * @return the links that are there again; empty when the bytes are kept nowhere
   */
  public Optional<List<Doomed.Link>> content(Trash.Kept kept) {
    List<Doomed.Link> layers =
        trash.links(kept).stream().filter(Doomed.Link.Layer.class::isInstance).toList();
    return publish(kept.digest(), layers) ? Optional.of(layers) : Optional.empty();
  }

  /**
   * Brings back the manifests that a run removed, after the bytes of all of them.
   *
   * @return the links that are there again
   * @throws ReferencesUnknown when something that a manifest refers to is not there (yet)
   */
  public List<Doomed.Link> manifests(Trash.Kept kept) {
    List<Doomed.Link> back = new ArrayList<>();
    for (Doomed.Link link : trash.links(kept)) {
      if (link instanceof Doomed.Link.Revision(var name, var digest)
          && manifests.relink(name, digest)) {
        back.add(link);
      }
    }
    return back;
  }

  /**
   * Brings back the tags that a run removed, after all manifests. One that is there again stays
   * what it is, and one whose manifest is gone stays away.
   *
   * @return the links that are there again
   */
  public List<Doomed.Link> tags(Trash.Kept kept) {
    List<Doomed.Link> back = new ArrayList<>();
    for (Doomed.Link link : trash.links(kept)) {
      if (link instanceof Doomed.Link.Tagged tagged && isBack(tagged)) {
        back.add(link);
      }
    }
    return back;
  }

  private boolean isBack(Doomed.Link.Tagged link) {
    Set<Digest> relied = new LinkedHashSet<>();
    relied.add(link.named());
    relied.addAll(Tags.claimed(link.repository(), List.of(link.tag())));
    return publication.publish(
        relied,
        () ->
            revisions.holds(link.repository(), link.named())
                && tags.create(link.repository(), link.tag(), link.named()));
  }

  /** Data, and then links to it. */
  private boolean publish(Digest target, List<Doomed.Link> layers) {
    Set<Digest> relied = new LinkedHashSet<>();
    relied.add(target);
    layers.forEach(link -> relied.add(link.named()));
    boolean isBack =
        publication.publish(
            relied,
            () -> {
              boolean hasData = trash.bringBack(target) && blobs.data(target).isPresent();
              if (hasData) {
                layers.forEach(link -> links.write(link.key(), target));
              }
              return hasData;
            });
    if (isBack) {
      layers.forEach(
          link ->
              changes.tell(
                  link.repository(), new Change.BlobMounted(link.named(), Optional.empty())));
    }
    return isBack;
  }
}
