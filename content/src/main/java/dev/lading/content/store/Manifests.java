package dev.lading.content.store;

import dev.lading.content.Algorithm;
import dev.lading.content.Change;
import dev.lading.content.ContentException.DigestMismatch;
import dev.lading.content.ContentException.ManifestFault;
import dev.lading.content.ContentException.ManifestInvalid;
import dev.lading.content.ContentException.ManifestUnknown;
import dev.lading.content.ContentException.PreconditionFailed;
import dev.lading.content.ContentException.ReferencesUnknown;
import dev.lading.content.ContentException.StoreBusy;
import dev.lading.content.ContentException.TagImmutable;
import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.Manifest;
import dev.lading.content.Precondition;
import dev.lading.content.Reference;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.storage.Fence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Manifests, kept and served byte for byte. A manifest is visible in a repository from its revision
 * link on, and by then everything that it refers to is there.
 */
public final class Manifests {
  private final Publication publication;
  private final Revisions revisions;
  private final Blobs blobs;
  private final ManifestBytes bytes;
  private final Tags tags;
  private final Referrers referrers;
  private final Repositories repositories;
  private final Damage damage;
  private final Changes changes;

  /** What the stores of one registry share. */
  record Parts(
      Publication publication,
      Revisions revisions,
      Blobs blobs,
      ManifestBytes bytes,
      Tags tags,
      Referrers referrers,
      Repositories repositories,
      Damage damage,
      Changes changes) {}

  /**
   * One push of a manifest.
   *
   * @param contentType as the sender gave it, or empty
   * @param reference what it is pushed as
   * @param tags to be set as well; only on a push by digest
   * @param condition what the reference has to stand for before
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Push(
      RepositoryName name,
      Reference reference,
      List<Tag> tags,
      Optional<String> contentType,
      byte[] bytes,
      Precondition condition) {
    /** Whatever it stands for. */
    public Push(
        RepositoryName name,
        Reference reference,
        List<Tag> tags,
        Optional<String> contentType,
        byte[] bytes) {
      this(name, reference, tags, contentType, bytes, Precondition.NONE);
    }
  }

  /** What a push made visible. */
  public record Pushed(Digest digest, Optional<Digest> subject, List<Tag> tags) {}

  Manifests(Parts parts) {
    this.publication = parts.publication();
    this.revisions = parts.revisions();
    this.blobs = parts.blobs();
    this.bytes = parts.bytes();
    this.tags = parts.tags();
    this.referrers = parts.referrers();
    this.repositories = parts.repositories();
    this.damage = parts.damage();
    this.changes = parts.changes();
  }

  /** A manifest that the repository holds. */
  public Optional<StoredManifest> find(RepositoryName name, Digest digest) {
    return revisions.holds(name, digest) ? bytes.find(digest) : Optional.empty();
  }

  /** As {@link #find}, for somebody who may be about to push what refers to it. */
  public Optional<StoredManifest> findToRelyOn(RepositoryName name, Digest digest) {
    return publication.look(digest, () -> find(name, digest));
  }

  /** All that the repository holds, in the order of their digests, read as they are asked for. */
  public Stream<Digest> list(RepositoryName name) {
    return revisions.list(name);
  }

  /**
   * To be told when a manifest is handed out.
   *
   * @param by the tag it was asked for by, for the record
   */
  public void pulled(RepositoryName name, Digest digest, Optional<Tag> by) {
    changes.tell(name, new Change.ManifestPulled(digest, by));
  }

  /**
   * Makes a manifest visible, and its tags: claim all references, its own digest and the tags;
   * check the references; blob, revision link, tag history, tag; before success the claim must hold
   * and the revision link still be there, else all is redone. Durable when this returns. Pushing
   * the same again is fine.
   *
   * @throws DigestMismatch when the bytes are not what the reference names
   * @throws ManifestInvalid when they are no manifest, or tell wrong sizes
   * @throws ReferencesUnknown when something that it refers to is missing; a subject may be
   * @throws TagImmutable when a tag names something else, and stays that
   * @throws PreconditionFailed when the reference does not stand for what is asked for
   */
  public Pushed put(Push push) {
    Digest digest = digest(push);
    Tagging tagging = tagging(push, digest);
    tagging.requirePossible();
    Manifest manifest = Manifest.parse(push.bytes(), push.contentType());
    StoredManifest stored = new StoredManifest(digest, manifest.mediaType(), push.bytes());
    Optional<Digest> subject = manifest.subject().map(Descriptor::digest);
    List<Digest> referred = referred(manifest);
    if (!publication.isClaimed(referred)) {
      requireReferences(push.name(), manifest.references());
    }
    try {
      publication.publish(
          and(and(referred, List.of(digest)), Tags.claimed(push.name(), tags(push))),
          () -> {
            requireReferences(push.name(), manifest.references());
            bytes.write(stored);
            add(push.name(), stored, subject);
            tagging.set();
            return digest;
          },
          () -> revisions.holds(push.name(), digest));
    } catch (ReferencesUnknown | StoreBusy e) {
      removeTagsOfNothing(push, digest);
      throw e;
    }
    return new Pushed(digest, subject, push.tags());
  }

  /**
   * Removes a manifest from the repository, and every tag that names it. The tags go first, so that
   * a crash leaves none that names nothing; and once more after the revision link, which a push of
   * a tag meanwhile may still have seen. What a crash of distribution left of a removal is
   * finished.
   *
   * @return the tags that went with it
   * @throws ManifestUnknown when the repository does not hold it
   * @throws TagImmutable when one of its tags stays, and so does the manifest; others may be gone
   *     if that tag came meanwhile
   */
  public List<Tag> remove(RepositoryName name, Digest digest) {
    List<Tag> untagged = new ArrayList<>(tags.removeAll(name, digest));
    boolean held = unlink(name, digest);
    untagged.addAll(removeTagsThatCame(name, digest));
    if (!held && untagged.isEmpty()) {
      throw new ManifestUnknown(name, digest.toString());
    }
    return untagged;
  }

  /** A tag that came and stays was acknowledged, perhaps; so the manifest stays as well. */
  private List<Tag> removeTagsThatCame(RepositoryName name, Digest digest) {
    try {
      return tags.removeAll(name, digest);
    } catch (TagImmutable e) {
      relink(name, digest);
      throw e;
    }
  }

  /**
   * Makes a manifest of the repository again what was one of it, and whose bytes are there.
   *
   * @return false when they are no manifest
   * @throws ReferencesUnknown when something that it refers to is missing
   */
  boolean relink(RepositoryName name, Digest digest) {
    Optional<StoredManifest> found = bytes.find(digest);
    found.ifPresent(stored -> relink(name, stored));
    return found.isPresent();
  }

  private void relink(RepositoryName name, StoredManifest stored) {
    Manifest manifest = Manifest.parse(stored.bytes(), Optional.empty());
    publication.publish(
        and(referred(manifest), List.of(stored.digest())),
        () -> {
          requireReferences(name, manifest.references());
          bytes.write(stored);
          add(name, stored, manifest.subject().map(Descriptor::digest));
          return stored;
        },
        () -> revisions.holds(name, stored.digest()));
  }

  /** What an earlier attempt of this push tagged may have been removed, and the tag not with it. */
  private void removeTagsOfNothing(Push push, Digest digest) {
    for (Tag tag : tags(push)) {
      tags.removeIf(
          push.name(), tag, named -> named.equals(digest) && !revisions.holds(push.name(), digest));
    }
  }

  private void add(RepositoryName name, StoredManifest manifest, Optional<Digest> subject) {
    Digest digest = manifest.digest();
    Runnable tell =
        () -> {
          subject.ifPresent(to -> referrers.add(name, to, digest));
          repositories.added(name);
          changes.tell(
              name,
              new Change.ManifestPushed(digest, manifest.mediaType(), manifest.bytes().length));
        };
    changing(
        name,
        () -> {
          revisions.add(name, digest, tell);
          return digest;
        });
  }

  /** As {@link Revisions#remove(RepositoryName, Digest, Fence, Runnable)}. */
  boolean unlink(RepositoryName name, Digest digest, Fence fence) {
    return changing(
        name, () -> revisions.remove(name, digest, fence, () -> unlinked(name, digest)));
  }

  /** Whether it was there. */
  private boolean unlink(RepositoryName name, Digest digest) {
    return changing(name, () -> revisions.remove(name, digest, () -> unlinked(name, digest)));
  }

  private void unlinked(RepositoryName name, Digest digest) {
    referrers.remove(name, digest);
    repositories.removed(name);
    changes.tell(name, new Change.ManifestRemoved(digest));
  }

  /** When a change fails, nobody knows how far it came: the indexes are dropped, and read anew. */
  private <T> T changing(RepositoryName name, Supplier<T> change) {
    boolean done = false;
    try {
      T result = change.get();
      done = true;
      return result;
    } finally {
      if (!done) {
        referrers.distrust(name);
        repositories.distrust();
      }
    }
  }

  private static Digest digest(Push push) {
    return switch (push.reference()) {
      case Tag _ -> Digest.of(Algorithm.SHA256, push.bytes());
      case Digest expected -> {
        Digest actual = Digest.of(expected.algorithm(), push.bytes());
        if (!actual.equals(expected)) {
          throw new DigestMismatch(expected, actual);
        }
        yield actual;
      }
    };
  }

  private Tagging tagging(Push push, Digest digest) {
    return new Tagging(tags, push, tags(push), digest, () -> revisions.holds(push.name(), digest));
  }

  private static List<Tag> tags(Push push) {
    return switch (push.reference()) {
      case Tag tag -> List.of(tag);
      case Digest _ -> push.tags();
    };
  }

  private static List<Digest> referred(Manifest manifest) {
    Manifest.References references = manifest.references();
    return Stream.concat(references.blobs().stream(), references.manifests().stream())
        .map(Descriptor::digest)
        .distinct()
        .toList();
  }

  private static List<Digest> and(List<Digest> some, List<Digest> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  private void requireReferences(RepositoryName name, Manifest.References references) {
    List<Descriptor> blobsMissing =
        references.blobs().stream()
            .filter(blob -> !blob.isNonDistributable() && !isBlob(name, blob))
            .toList();
    List<Descriptor> manifestsMissing =
        references.manifests().stream().filter(child -> !isManifest(name, child)).toList();
    if (!blobsMissing.isEmpty() || !manifestsMissing.isEmpty()) {
      throw new ReferencesUnknown(blobsMissing, manifestsMissing);
    }
  }

  private boolean isBlob(RepositoryName name, Descriptor blob) {
    return blobs
        .held(name, blob.digest())
        .filter(held -> isOfSize(blob, held.target(), held.size()))
        .isPresent();
  }

  private boolean isManifest(RepositoryName name, Descriptor child) {
    return revisions.holds(name, child.digest())
        && blobs
            .data(child.digest())
            .filter(info -> isOfSize(child, child.digest(), info.size()))
            .isPresent();
  }

  /**
   * Sizes that differ have one of two causes: the descriptor is wrong, or the stored bytes are.
   *
   * @param target under which digest the bytes are stored
   */
  private boolean isOfSize(Descriptor descriptor, Digest target, long stored) {
    if (descriptor.size() == stored) {
      return true;
    }
    if (damage.isSound(target)) {
      throw new ManifestInvalid(
          ManifestFault.SIZE_MISMATCH,
          descriptor.digest() + " has " + stored + " bytes, not " + descriptor.size());
    }
    return false;
  }
}
