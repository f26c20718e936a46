package dev.lading.trust.policy;

import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.Manifest;
import dev.lading.content.MediaType;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is known to hang on the manifests that one view signed: children of indexes, and the blobs
 * of all of them; and what others turned out to be that somebody asked for. It only ever grows, and
 * as manifests cannot change, nothing in it is ever untrue while its view holds; what is not in it
 * may hang there all the same.
 *
 * <p>Mutable; safe for any number of threads.
 */
final class Reach {
  /** How many indexes may stand between a manifest and the one that was signed. */
  static final int DEEPEST = 8;

  private static final long ENTRY_BYTES = 200;
  private static final int REACH_BYTES = 1_000;

  private final Map<Digest, Integer> manifests = new ConcurrentHashMap<>();
  private final Set<Digest> blobs = ConcurrentHashMap.newKeySet();
  private final Map<Digest, ArtifactKind> kinds = new ConcurrentHashMap<>();
  private final Map<Digest, BlobForm> forms = new ConcurrentHashMap<>();
  private final Set<Digest> read = ConcurrentHashMap.newKeySet();

  /** Held by the one who looks through the repository. */
  final ReentrantLock looking = new ReentrantLock();

  /** Held by the one who looks at a manifest that nobody signed; after {@link #looking}. */
  final ReentrantLock appraising = new ReentrantLock();

  /** When what was signed was last followed to the end; guarded by {@link #looking}. */
  Instant lookedDown = Instant.EPOCH;

  /** When the rest of the repository was last looked through; guarded by {@link #looking}. */
  Instant lookedAround = Instant.EPOCH;

  /** What was looked at since that began at the front; guarded by {@link #looking}. */
  final Set<Digest> passed = ConcurrentHashMap.newKeySet();

  /** How deep below what was signed a manifest hangs; empty when that is not known. */
  Optional<Integer> depth(Digest manifest) {
    return Optional.ofNullable(manifests.get(manifest));
  }

  /** What hangs exactly so deep. */
  List<Digest> at(int depth) {
    return manifests.entrySet().stream()
        .filter(each -> each.getValue() == depth)
        .map(Map.Entry::getKey)
        .toList();
  }

  boolean hasBlob(Digest blob) {
    return blobs.contains(blob);
  }

  /** What a manifest is that nobody signed; empty when that is not known. */
  Optional<ArtifactKind> kind(Digest manifest) {
    return Optional.ofNullable(kinds.get(manifest));
  }

  /** What a blob of such a manifest is; empty when that is not known. */
  Optional<BlobForm> form(Digest blob) {
    return Optional.ofNullable(forms.get(blob));
  }

  boolean isRead(Digest manifest) {
    return read.contains(manifest);
  }

  /**
   * Takes in what a manifest refers to that is itself served.
   *
   * @param depth how deep it hangs itself; 0 for what was signed
   */
  void add(Digest digest, Manifest manifest, int depth) {
    addBlobs(manifest);
    if (manifest.mediaType().kind() == MediaType.Kind.INDEX && depth < DEEPEST) {
      for (Descriptor child : manifest.references().manifests()) {
        manifests.merge(child.digest(), depth + 1, Math::min);
      }
    }
    read.add(digest);
  }

  /** Takes in what a manifest is that nobody signed; what it is about gains nothing by it. */
  void addKind(Digest digest, Manifest manifest, ArtifactKind kind) {
    if (kind == ArtifactKind.ATTACHMENT) {
      addBlobs(manifest);
    }
    kinds.put(digest, kind);
  }

  void addForm(Digest blob, BlobForm form) {
    forms.put(blob, form);
  }

  long bytes() {
    long entries = (long) manifests.size() + blobs.size() + read.size();
    entries += (long) kinds.size() + forms.size() + passed.size();
    return REACH_BYTES + ENTRY_BYTES * entries;
  }

  private void addBlobs(Manifest manifest) {
    manifest.references().blobs().forEach(blob -> blobs.add(blob.digest()));
  }
}
