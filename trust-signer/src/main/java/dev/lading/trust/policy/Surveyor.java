package dev.lading.trust.policy;

import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.Manifest;
import dev.lading.content.RepositoryName;
import dev.lading.content.store.StoredManifest;
import dev.lading.storage.Parallel;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Finds out what hangs on the manifests that a view signed, in one repository, and notes it in the
 * view's {@link Reach}. Mostly it was noted already when the manifest was pulled; only where it was
 * not, by another replica for example, is the repository looked through: down from what was signed,
 * and then, for blobs of signatures, over what else there is. That is bounded, and done at most
 * once in {@link TrustViews#FRESH} for a view, however often somebody asks for what is not there.
 *
 * @param now of the pull that this is for
 */
record Surveyor(
    RepositoryName name, VerifiedView view, Reach reach, Holdings holdings, Instant now) {
  /** How many manifests one look down reads. */
  static final int MOST_SIGNED_READ = 10_000;

  /** How many of those that nobody signed are read for the blobs of signatures. */
  static final int MOST_UNSIGNED_READ = 1_000;

  /** How long a chain of subjects is followed: a signature on an SBOM on an image has two. */
  static final int MOST_SUBJECTS = 4;

  private static final int MOST_IN_ARTIFACT_INDEX = 100;
  private static final int READ_AT_ONCE = 16;

  /** Takes in a manifest that is signed, or hangs on one that is. */
  void add(StoredManifest served) {
    if (!reach.isRead(served.digest())) {
      reach.add(served.digest(), parsed(served), depth(served.digest()).orElse(0));
    }
  }

  /** Whether the manifest is signed, or hangs on one that is. */
  boolean findManifest(Digest digest) {
    return hangs(digest) || lookDown(() -> hangs(digest));
  }

  /** Whether a manifest that would be served refers to the blob. */
  boolean findBlob(Digest blob) {
    BooleanSupplier known = () -> reach.hasBlob(blob);
    return known.getAsBoolean() || lookDown(known) || lookAround(known);
  }

  /** Whether the manifest is served for what it is, or is about something that would be. */
  boolean isArtifact(StoredManifest stored) {
    if (reach.hasArtifact(stored.digest())) {
      return true;
    }
    Manifest manifest = parsed(stored);
    boolean isOne =
        ArtifactKind.of(manifest) == ArtifactKind.INDEX
            ? isIndexOfArtifacts(manifest)
            : isArtifact(manifest, MOST_SUBJECTS);
    if (isOne) {
      reach.addArtifact(stored.digest(), manifest);
    }
    return isOne;
  }

  /** The list that clients keep under a tag where a registry has no referrers. */
  private boolean isIndexOfArtifacts(Manifest index) {
    List<Descriptor> children = index.manifests();
    return !children.isEmpty()
        && children.size() <= MOST_IN_ARTIFACT_INDEX
        && children.stream().allMatch(child -> isArtifact(child.digest(), MOST_SUBJECTS));
  }

  private boolean isArtifact(Digest digest, int subjects) {
    return reach.hasArtifact(digest)
        || holdings
            .find(name, digest)
            .filter(found -> isArtifact(parsed(found), subjects))
            .isPresent();
  }

  private boolean isArtifact(Manifest manifest, int subjects) {
    return switch (ArtifactKind.of(manifest)) {
      case SIGNATURE -> true;
      case SIGNATURE_LIKE_AN_IMAGE ->
          manifest.layers().stream()
              .allMatch(
                  layer ->
                      holdings
                          .blob(name, layer.digest(), ArtifactKind.LARGEST_BYTES)
                          .filter(JsonObjects::isOne)
                          .isPresent());
      case OTHER ->
          subjects > 0
              && manifest
                  .subject()
                  .map(Descriptor::digest)
                  .filter(to -> findManifest(to) || isArtifact(to, subjects - 1))
                  .isPresent();
      case INDEX, IMAGE -> false;
    };
  }

  private boolean hangs(Digest digest) {
    return depth(digest).isPresent();
  }

  private Optional<Integer> depth(Digest digest) {
    return view.isSigned(digest) ? Optional.of(0) : reach.depth(digest);
  }

  /** From what was signed to its children, and theirs. */
  private boolean lookDown(BooleanSupplier isFound) {
    reach.looking.lock();
    try {
      if (isFound.getAsBoolean() || !isDue(reach.lookedDown)) {
        return isFound.getAsBoolean();
      }
      boolean found = descend(isFound);
      reach.lookedDown = found ? reach.lookedDown : now;
      return found;
    } finally {
      reach.looking.unlock();
    }
  }

  private boolean descend(BooleanSupplier isFound) {
    List<Digest> level = List.copyOf(view.digests());
    int left = MOST_SIGNED_READ;
    for (int depth = 0; depth <= Reach.DEEPEST && left > 0; depth++) {
      int here = depth;
      List<Digest> unread = level.stream().filter(each -> !reach.isRead(each)).limit(left).toList();
      if (readUntil(isFound, unread, found -> reach.add(found.digest(), parsed(found), here))) {
        return true;
      }
      left -= unread.size();
      level = reach.at(depth + 1);
    }
    return false;
  }

  /** Over what nobody signed, for artifacts: a signature's blob says nothing of what it is. */
  private boolean lookAround(BooleanSupplier isFound) {
    reach.looking.lock();
    try {
      if (isFound.getAsBoolean() || !isDue(reach.lookedAround)) {
        return isFound.getAsBoolean();
      }
      List<Digest> others =
          holdings
              .all(name)
              .filter(each -> !reach.isRead(each) && !reach.hasArtifact(each))
              .limit(MOST_UNSIGNED_READ)
              .toList();
      boolean found = readUntil(isFound, others, this::takeIfArtifact);
      reach.lookedAround = found ? reach.lookedAround : now;
      return found;
    } finally {
      reach.looking.unlock();
    }
  }

  /** Indexes have no blobs. */
  private void takeIfArtifact(StoredManifest stored) {
    Manifest manifest = parsed(stored);
    if (isArtifact(manifest, MOST_SUBJECTS)) {
      reach.addArtifact(stored.digest(), manifest);
    }
  }

  /** Reads some at a time, and no more once that is there which was looked for. */
  private boolean readUntil(
      BooleanSupplier isFound, List<Digest> digests, Consumer<StoredManifest> taken) {
    for (int from = 0; from < digests.size(); from += READ_AT_ONCE) {
      List<Supplier<Optional<StoredManifest>>> reads =
          digests.subList(from, Math.min(digests.size(), from + READ_AT_ONCE)).stream()
              .map(each -> (Supplier<Optional<StoredManifest>>) () -> holdings.find(name, each))
              .toList();
      Parallel.run(reads, READ_AT_ONCE, "looking through " + name)
          .forEach(found -> found.ifPresent(taken));
      if (isFound.getAsBoolean()) {
        return true;
      }
    }
    return false;
  }

  private boolean isDue(Instant before) {
    return now.isBefore(before) || Duration.between(before, now).compareTo(TrustViews.FRESH) >= 0;
  }

  private static Manifest parsed(StoredManifest stored) {
    return Manifest.parse(stored.bytes(), Optional.empty());
  }
}
