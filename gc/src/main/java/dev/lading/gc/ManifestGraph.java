package dev.lading.gc;

import dev.lading.content.Digest;
import dev.lading.content.Manifest.References;
import dev.lading.content.store.Inventory;
import dev.lading.storage.Parallel;
import dev.lading.storage.StorageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the manifests of one repository refer to. One that cannot be read may refer to anything, so
 * it casts doubt on all that its repository does not seem to need.
 */
final class ManifestGraph {
  private static final int AT_ONCE = 16;

  /** So that no more of what was read is in memory at once. */
  private static final int BATCH = 256;

  private final Inventory inventory;
  private final Numbering numbers;
  private final Map<Integer, Node> nodes = new HashMap<>();
  private final Map<Integer, List<Integer>> referrers = new HashMap<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Digest> missing = new ArrayList<>();

  ManifestGraph(Inventory inventory, Numbering numbers) {
    this.inventory = inventory;
    this.numbers = numbers;
  }

  /** Reads each of these, and the children and referrers among them find each other. */
  void read(String repository, Set<Digest> digests) {
    List<Digest> all = new ArrayList<>(new LinkedHashSet<>(digests));
    for (int from = 0; from < all.size(); from += BATCH) {
      List<Digest> some = all.subList(from, Math.min(all.size(), from + BATCH));
      List<Supplier<Read>> reads =
          some.stream().map(each -> (Supplier<Read>) () -> read(each)).toList();
      Parallel.run(reads, AT_ONCE, "reading the manifests of " + repository)
          .forEach(read -> add(repository, read));
    }
  }

  /** Whether something of the repository could not be read. */
  boolean areDoubtful() {
    return !problems.isEmpty();
  }

  List<Problem> problems() {
    return problems;
  }

  /** Those whose bytes are gone. */
  List<Digest> missing() {
    return missing;
  }

  /** Whether there are bytes, or the store does not tell. */
  boolean hasData(Digest digest) {
    try {
      return inventory.hasData(digest);
    } catch (StorageException _) {
      return true;
    }
  }

  Optional<Node> find(int manifest) {
    return Optional.ofNullable(nodes.get(manifest));
  }

  /** What is about the manifest. */
  List<Integer> referrers(int manifest) {
    return referrers.getOrDefault(manifest, List.of());
  }

  private record Read(Digest digest, Optional<References> references, String trouble) {}

  private Read read(Digest digest) {
    try {
      return new Read(digest, inventory.references(digest), "damaged, or no manifest");
    } catch (StorageException e) {
      return new Read(digest, Optional.empty(), String.valueOf(e.getMessage()));
    }
  }

  private void add(String repository, Read read) {
    Optional<References> references = read.references();
    if (references.isEmpty()) {
      doubt(repository, read);
      return;
    }
    int number = numbers.of(read.digest());
    Node node = Node.of(references.get(), numbers);
    nodes.put(number, node);
    if (node.subject() != Numbering.NONE) {
      referrers.computeIfAbsent(node.subject(), _ -> new ArrayList<>()).add(number);
    }
  }

  private void doubt(String repository, Read read) {
    String where = repository + "@" + read.digest();
    if (hasData(read.digest())) {
      problems.add(new Problem(Problem.Kind.MANIFEST_UNREADABLE, where, read.trouble()));
    } else {
      missing.add(read.digest());
      problems.add(new Problem(Problem.Kind.MANIFEST_MISSING, where, "its bytes are gone"));
    }
  }
}
