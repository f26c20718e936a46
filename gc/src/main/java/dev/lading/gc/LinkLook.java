package dev.lading.gc;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.store.Doomed;
import dev.lading.content.store.Inventory;
import dev.lading.gc.Finding.Kind;
import dev.lading.storage.Key;
import dev.lading.storage.Parallel;
import dev.lading.storage.StorageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads every link of a store, where a mark trusts those that are as long as what they should say,
 * and passes all on to a mark. Used once, by one thread.
 */
final class LinkLook implements Inventory.Visitor {
  private static final int AT_ONCE = 16;
  private static final int BATCH = 1024;
  private final Inventory inventory;
  private final Mark mark;
  private final Findings findings;
  private final Runnable alive;
  private final Map<Digest, Set<Doomed.Link>> aliases = new HashMap<>();
  private final List<Doomed.Link> torn = new ArrayList<>();
  private final List<Doomed.Link.Tagged> dangling = new ArrayList<>();

  /**
   * @param alive called again and again while this goes on; may throw to end it
   */
  LinkLook(Inventory inventory, Mark mark, Findings findings, Runnable alive) {
    this.inventory = inventory;
    this.mark = mark;
    this.findings = findings;
    this.alive = alive;
  }

  /**
   * Goes over the store.
   *
   * @throws StorageException when it cannot be listed
   */
  Marked look() {
    inventory.visit(this);
    return mark.found();
  }

  /** Which links name bytes otherwise than the digest under which these are stored. */
  Set<Doomed.Link> aliases(Digest stored) {
    return aliases.getOrDefault(stored, Set.of());
  }

  /** What the bytes have to be hashed with besides. */
  Set<Algorithm> algorithms(Digest stored) {
    return aliases(stored).stream()
        .map(link -> link.named().algorithm())
        .collect(Collectors.toSet());
  }

  /** Links that say nothing, or something else than they should. */
  List<Doomed.Link> torn() {
    return torn;
  }

  /** Tags that name what their repository does not hold. */
  List<Doomed.Link.Tagged> dangling() {
    return dangling;
  }

  @Override
  public void data(Inventory.Data data) {
    alive.run();
    mark.data(data);
  }

  @Override
  public void foreign(Key key) {
    mark.foreign(key);
  }

  @Override
  public void litter(Key key) {
    mark.litter(key);
  }

  @Override
  public void repository(Inventory.Repository repository) {
    RepositoryName name = repository.name();
    List<Doomed.Link> links = new ArrayList<>();
    repository.layers().forEach(link -> links.add(new Doomed.Link.Layer(name, link.named())));
    repository.revisions().forEach(link -> links.add(new Doomed.Link.Revision(name, link.named())));
    for (int from = 0; from < links.size(); from += BATCH) {
      alive.run();
      read(name, links.subList(from, Math.min(links.size(), from + BATCH)));
    }
    tags(repository);
    mark.repository(repository);
  }

  private record Read(Doomed.Link link, Optional<Digest> said, Optional<String> trouble) {}

  private void read(RepositoryName name, List<Doomed.Link> links) {
    List<Supplier<Read>> reads =
        links.stream().map(link -> (Supplier<Read>) () -> read(link)).toList();
    Parallel.run(reads, AT_ONCE, "reading the links of " + name).forEach(this::judge);
  }

  private Read read(Doomed.Link link) {
    try {
      return new Read(link, inventory.says(link), Optional.empty());
    } catch (StorageException e) {
      return new Read(link, Optional.empty(), Optional.of(String.valueOf(e.getMessage())));
    }
  }

  private void judge(Read read) {
    String where = read.link().key().path();
    Digest named = read.link().named();
    if (read.trouble().isPresent()) {
      findings.add(Kind.LINK_FAILED, where, read.trouble().get());
    } else if (read.said().isEmpty()) {
      torn.add(read.link());
      findings.add(Kind.LINK_UNREADABLE, where, "empty, or no digest");
    } else if (read.said().get().algorithm() != named.algorithm()) {
      aliases.computeIfAbsent(read.said().get(), _ -> new HashSet<>()).add(read.link());
    } else if (!read.said().get().equals(named)) {
      torn.add(read.link());
      findings.add(Kind.LINK_WRONG, where, "says " + read.said().get());
    }
  }

  private void tags(Inventory.Repository repository) {
    Set<Digest> held =
        repository.revisions().stream()
            .filter(link -> link.target().isPresent())
            .map(Inventory.Link::named)
            .collect(Collectors.toSet());
    for (Inventory.Tagged tagged : repository.tags()) {
      if (!held.contains(tagged.target())) {
        dangling.add(new Doomed.Link.Tagged(repository.name(), tagged.tag(), tagged.target()));
      }
    }
  }
}
