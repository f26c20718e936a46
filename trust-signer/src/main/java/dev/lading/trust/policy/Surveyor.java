package dev.lading.trust.policy;

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
import java.util.stream.Gatherers;

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

  /** How much of those and their blobs, about: the one that reaches it is the last. */
  static final long MOST_UNSIGNED_BYTES = 16L << 20;

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

  /** What the manifest is that nobody signed. */
  ArtifactKind kind(StoredManifest stored) {
    return appraiser().kind(stored);
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

  /**
   * Over what nobody signed, for attachments: a signature's blob says nothing of what it is. The
   * next look goes on where one ends.
   */
  private boolean lookAround(BooleanSupplier isFound) {
    reach.looking.lock();
    try {
      if (isFound.getAsBoolean() || !isDue(reach.lookedAround)) {
        return isFound.getAsBoolean();
      }
      List<Digest> others =
          holdings
              .all(name)
              .filter(each -> !reach.isRead(each) && reach.kind(each).isEmpty())
              .filter(each -> !reach.passed.contains(each))
              .limit(MOST_UNSIGNED_READ)
              .toList();
      boolean found = appraiseUntil(isFound, others);
      reach.lookedAround = found ? reach.lookedAround : now;
      return found;
    } finally {
      reach.looking.unlock();
    }
  }

  private boolean appraiseUntil(BooleanSupplier isFound, List<Digest> others) {
    long left = MOST_UNSIGNED_BYTES;
    for (List<Digest> some : inParts(others)) {
      List<Optional<StoredManifest>> found = read(some);
      for (int i = 0; i < some.size() && left > 0; i++) {
        left -= found.get(i).map(each -> appraiser().appraise(each).bytes()).orElse(0L);
        reach.passed.add(some.get(i));
      }
      if (left <= 0 || isFound.getAsBoolean()) {
        return isFound.getAsBoolean();
      }
    }
    if (others.size() < MOST_UNSIGNED_READ) {
      reach.passed.clear();
    }
    return false;
  }

  /** Reads some at a time, and no more once that is there which was looked for. */
  private boolean readUntil(
      BooleanSupplier isFound, List<Digest> digests, Consumer<StoredManifest> taken) {
    for (List<Digest> some : inParts(digests)) {
      read(some).forEach(found -> found.ifPresent(taken));
      if (isFound.getAsBoolean()) {
        return true;
      }
    }
    return false;
  }

  private List<Optional<StoredManifest>> read(List<Digest> digests) {
    List<Supplier<Optional<StoredManifest>>> reads =
        digests.stream()
            .map(each -> (Supplier<Optional<StoredManifest>>) () -> holdings.find(name, each))
            .toList();
    return Parallel.run(reads, READ_AT_ONCE, "looking through " + name);
  }

  private static List<List<Digest>> inParts(List<Digest> digests) {
    return digests.stream().gather(Gatherers.windowFixed(READ_AT_ONCE)).toList();
  }

  private Appraiser appraiser() {
    return new Appraiser(name, reach, holdings);
  }

  private boolean isDue(Instant before) {
    return now.isBefore(before) || Duration.between(before, now).compareTo(TrustViews.FRESH) >= 0;
  }

  private static Manifest parsed(StoredManifest stored) {
    return Manifest.parse(stored.bytes(), Optional.empty());
  }
}
