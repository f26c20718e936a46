package dev.lading.gc;

import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.content.store.Collecting;
import dev.lading.content.store.Doomed;
import dev.lading.content.store.Inventory;
import dev.lading.storage.Key;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what keeps a digest, by the same steps as a mark. */
final class Explain {
  private final Collecting store;
  private final Collector.Settings settings;

  Explain(Collecting store, Collector.Settings settings) {
    this.store = store;
    this.settings = settings;
  }

  Explanation explain(Digest digest) {
    Instant now = store.clock().now();
    Pass pass = new Pass(digest, now);
    store.inventory().visit(pass);
    pass.end();
    if (!pass.chains.isEmpty()) {
      return new Explanation.Kept(digest, pass.chains);
    }
    if (!pass.doubtful.isEmpty()) {
      return new Explanation.KeptByDoubt(
          digest,
          pass.doubtful,
          Stream.concat(pass.problems.stream(), pass.notUnderstood.stream()).toList());
    }
    if (pass.stored.has(pass.numbers.of(digest)) && !pass.notUnderstood.isEmpty()) {
      return new Explanation.KeptByDoubt(digest, List.of(), pass.notUnderstood);
    }
    return pass.isKnown ? unreachable(digest, pass, now) : new Explanation.Unknown(digest);
  }

  private Explanation unreachable(Digest digest, Pass pass, Instant now) {
    int number = pass.numbers.of(digest);
    Optional<Instant> claim =
        Stream.concat(
                Stream.of(digest), pass.garbage.links(number).stream().map(Doomed.Link::named))
            .distinct()
            .flatMap(each -> store.removals().lastClaim(each).stream())
            .max(Comparator.naturalOrder());
    Optional<Instant> since = since(digest, pass, number, claim);
    Since.Moments moments = new Since.Moments(now, now, store.terms());
    Instant from = since.orElse(later(now, moments.settled(claim)));
    return new Explanation.Unreachable(
        digest, since, from.plus(store.terms().grace()), pass.stored.size(number), claim);
  }

  /** Since when all of it is, bytes and links; empty when the last mark did not find all of it. */
  private Optional<Instant> since(Digest digest, Pass pass, int number, Optional<Instant> claim) {
    Since last = Since.last(store.driver());
    List<Long> names = new ArrayList<>();
    pass.garbage.links(number).forEach(link -> names.add(Since.name(link)));
    if (pass.stored.has(number)) {
      names.add(Since.name(digest));
    }
    List<Optional<Instant>> since = names.stream().map(name -> last.find(name, claim)).toList();
    return since.stream().allMatch(Optional::isPresent)
        ? since.stream().flatMap(Optional::stream).max(Instant::compareTo)
        : Optional.empty();
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private final class Pass implements Inventory.Visitor {
    private final Digest wanted;
    private final Instant now;
    private final Numbering numbers = new Numbering();
    private final Stored stored = new Stored();
    private final Subjects subjects = new Subjects(numbers, stored);
    private final LooseLinks garbage = new LooseLinks();
    private final List<Explanation.Chain> chains = new ArrayList<>();
    private final List<RepositoryName> doubtful = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> notUnderstood = new ArrayList<>();
    private boolean isKnown;

    Pass(Digest wanted, Instant now) {
      this.wanted = wanted;
      this.now = now;
    }

    @Override
    public void data(Inventory.Data data) {
      isKnown |= data.digest().equals(wanted);
      stored.add(numbers.of(data.digest()), data.size(), data.since());
    }

    @Override
    public void repository(Inventory.Repository repository) {
      subjects.pass(repository, this::look);
    }

    @Override
    public void foreign(Key key) {
      notUnderstood.add(Problem.notUnderstood(key));
    }

    void end() {
      subjects.rest(this::look);
    }

    private void look(Inventory.Repository repository) {
      Set<Tag> going =
          settings.retention().going(repository, now).stream()
              .map(Mark.GoingTag::tag)
              .collect(Collectors.toSet());
      Chains trail = new Chains();
      Reach reach =
          Reach.of(
              store.inventory(),
              numbers,
              repository,
              Rules.of(settings.untagged(), now, going, subjects::isGone),
              trail);
      look(repository, reach, trail);
    }

    private void look(Inventory.Repository repository, Reach reach, Chains trail) {
      int number = numbers.of(wanted);
      Optional<Integer> kept = kept(repository, reach, number);
      reach.tell(garbage);
      isKnown |= !garbage.pieces(number).isEmpty();
      if (kept.isPresent()) {
        isKnown = true;
        trail
            .chain(kept.get(), repository.name(), numbers)
            .ifPresentOrElse(chains::add, () -> doubtful.add(repository.name()));
        problems.addAll(reach.problems());
      }
    }

    /** Under which name the repository keeps it: its own, or an alias of the same bytes. */
    private Optional<Integer> kept(Inventory.Repository repository, Reach reach, int number) {
      if (reach.keeps(number) && isHere(repository, reach, number)) {
        return Optional.of(number);
      }
      return repository.layers().stream()
          .filter(link -> link.target().filter(wanted::equals).isPresent())
          .map(link -> numbers.of(link.named()))
          .filter(reach::keeps)
          .findFirst();
    }

    private boolean isHere(Inventory.Repository repository, Reach reach, int number) {
      return !reach.keepsAll()
          || reach.isLayer(number)
          || repository.revisions().stream().anyMatch(link -> link.named().equals(wanted));
    }
  }

  /** Remembers the first keeper of each thing, which is nearest to a root. */
  private static final class Chains implements Trail {
    private final Map<Integer, Integer> keepers = new HashMap<>();
    private final Map<Integer, Optional<Tag>> roots = new HashMap<>();

    @Override
    public void root(int manifest, Optional<Tag> tag) {
      roots.merge(manifest, tag, (first, next) -> first.or(() -> next));
    }

    @Override
    public void keeps(int keeper, int kept) {
      keepers.putIfAbsent(kept, keeper);
    }

    Optional<Explanation.Chain> chain(int kept, RepositoryName name, Numbering numbers) {
      Deque<Digest> manifests = new ArrayDeque<>();
      int at = kept;
      while (!roots.containsKey(at)) {
        manifests.addFirst(numbers.digest(at));
        int keeper = keepers.getOrDefault(at, Numbering.NONE);
        if (keeper == Numbering.NONE || manifests.size() > numbers.size()) {
          return Optional.empty();
        }
        at = keeper;
      }
      manifests.addFirst(numbers.digest(at));
      return Optional.of(new Explanation.Chain(name, roots.get(at), List.copyOf(manifests)));
    }
  }
}
