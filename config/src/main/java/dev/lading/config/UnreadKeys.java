package dev.lading.config;

import dev.lading.config.KnownKeys.Refusal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges what is configured and nobody has read: what guards is refused, what nobody knows is an
 * error, and what only distribution needs is named in one warning. Mutable: one instance judges one
 * configuration, on one thread.
 */
final class UnreadKeys {
  private static final String SECTION = "a single value cannot stand here. Write keys below it.";

  private final KnownKeys known;
  private final List<Problem> problems;
  private final Map<KeyPath, Origin> ignored = new LinkedHashMap<>();
  private final List<String> strangers = new ArrayList<>();

  UnreadKeys(KnownKeys known, List<Problem> problems) {
    this.known = known;
    this.problems = problems;
  }

  void review(Section root) {
    review(root.tree(), KeyPath.TOP, root.reads(), Optional.empty());
    if (!ignored.isEmpty()) {
      problems.add(ignored());
    }
    if (!strangers.isEmpty()) {
      problems.add(Environment.strangers(strangers));
    }
  }

  private void review(
      Tree.Mapping section, KeyPath path, Map<String, Read> reads, Optional<Refusal> inherited) {
    section
        .entries()
        .forEach(
            (name, node) -> {
              KeyPath key = path.child(name);
              Optional<Refusal> refusal = known.refusal(key).or(() -> inherited);
              Read read = reads.get(name);
              if (read == null) {
                unread(key, node, reads.keySet(), refusal);
              } else {
                below(read, key, refusal);
              }
            });
  }

  private void below(Read read, KeyPath key, Optional<Refusal> refusal) {
    switch (read) {
      case Read.Value _ -> {}
      case Section section -> review(section.tree(), key, section.reads(), refusal);
      case Read.Elements(List<Section> sections) -> {
        for (int i = 0; i < sections.size(); i++) {
          below(sections.get(i), key.child(i), refusal);
        }
      }
    }
  }

  private void unread(KeyPath key, Tree node, Set<String> siblings, Optional<Refusal> refusal) {
    boolean isDefault = node instanceof Tree.Scalar(_, Origin.Default _);
    if (isDefault || known.isFine(key)) {
      return;
    }
    if (!known.contains(key)) {
      unknown(key, node, siblings);
    } else if (refusal.isPresent()) {
      refuse(key, node, refusal.get());
    } else if (known.isOurs(key)) {
      unknown(key, node, siblings);
    } else {
      ignore(key, node);
    }
  }

  private void refuse(KeyPath key, Tree node, Refusal refusal) {
    boolean asks = key.equals(refusal.key()) ? refusal.asks().test(node) : node.isSet();
    if (asks) {
      problems.add(Problem.error(node.origin(), key.toString(), refusal.advice()));
    }
  }

  /** Looks below for what must not be ignored; names the whole section when there is nothing. */
  private void ignore(KeyPath key, Tree node) {
    int problemsBefore = problems.size();
    switch (node) {
      case Tree.Nothing _ -> {}
      case Tree.Scalar scalar when known.namesIn(key).isEmpty() ->
          ignored.put(key, scalar.origin());
      case Tree.Scalar scalar ->
          problems.add(Problem.error(scalar.origin(), key.toString(), SECTION));
      case Tree.Mapping mapping -> review(mapping, key, Map.of(), Optional.empty());
      case Tree.Sequence(List<Tree> elements, Origin _) -> {
        for (int i = 0; i < elements.size(); i++) {
          unread(key.child(i), elements.get(i), Set.of(), Optional.empty());
        }
      }
    }
    List<KeyPath> below = ignored.keySet().stream().filter(path -> path.isBelow(key)).toList();
    if (problems.size() == problemsBefore && !below.isEmpty()) {
      Origin first = ignored.getOrDefault(below.getFirst(), node.origin());
      ignored.keySet().removeAll(below);
      ignored.put(key, first);
    }
  }

  private void unknown(KeyPath key, Tree node, Set<String> siblings) {
    boolean isNamedByVariable =
        node.origin() instanceof Origin.Variable(String name)
            && name.equalsIgnoreCase(key.variable());
    if (isNamedByVariable) {
      strangers.add(key.variable());
    } else {
      String message = "unknown key. " + advice(key, siblings);
      problems.add(Problem.error(node.origin(), key.toString(), message));
    }
  }

  private String advice(KeyPath key, Set<String> siblings) {
    var names = new LinkedHashSet<>(siblings);
    names.addAll(known.namesIn(key.parent()));
    names.removeAll(List.of(key.last(), "#", "**"));
    List<String> elsewhere = known.keysNamed(key.last());
    return NearestName.find(key.last(), names)
        .map(name -> "Did you mean " + key.parent().child(name) + "?")
        .or(() -> elsewhere.stream().findFirst().map(other -> "Did you mean " + other + "?"))
        .orElseGet(
            () -> names.isEmpty() ? "Remove it." : "Known here: " + String.join(", ", names) + ".");
  }

  private Problem ignored() {
    String where =
        ignored.values().stream()
            .map(UnreadKeys::place)
            .distinct()
            .collect(Collectors.joining(", "));
    return new Problem(
        Problem.Severity.WARNING,
        ignored.values().iterator().next(),
        ignored.keySet().stream().map(KeyPath::toString).toList(),
        "known to distribution, without effect here (" + where + ").");
  }

  private static String place(Origin origin) {
    return origin instanceof Origin.Line(_, int number) ? "line " + number : origin.toString();
  }
}
