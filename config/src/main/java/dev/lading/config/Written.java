package dev.lading.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One section as it was written, with the words for what is wrong in it.
 *
 * @param problems takes what is found wrong; shared by all sections of one reading
 */
record Written(KeyPath path, Tree.Mapping tree, KnownKeys known, List<Problem> problems) {

  /** What stands at a key; a key without a value is not there. */
  Optional<Tree> find(String name) {
    requireKnown(name);
    return tree.find(name).filter(value -> !(value instanceof Tree.Nothing));
  }

  boolean isThere(String name) {
    requireKnown(name);
    return tree.find(name).isPresent();
  }

  Optional<String> scalar(String name) {
    return switch (find(name).orElse(new Tree.Nothing(tree.origin()))) {
      case Tree.Nothing _ -> Optional.empty();
      case Tree.Scalar(String text, Origin _) -> Optional.of(text);
      case Tree.Mapping _, Tree.Sequence _ ->
          not(name, "a single value belongs here. Write " + name + ": value.");
    };
  }

  <T> Optional<T> parsed(String name, String text, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException e) {
      String shown = isSecret(name) ? "the value" : Parsers.quoted(text);
      return not(name, shown + " " + e.getMessage() + ".");
    }
  }

  Optional<List<String>> texts(String name, Tree list) {
    return list.texts().or(() -> not(name, "a list of texts belongs here. Write [one, two]."));
  }

  Optional<String> text(String name, String key, Tree value) {
    return value instanceof Tree.Scalar(String text, Origin _)
        ? Optional.of(text)
        : not(name, "a single text belongs to " + key + ". Write " + key + ": text.");
  }

  Optional<Tree.Mapping> mapping(String name) {
    Optional<Tree> value = find(name);
    return value.isEmpty() || value.get() instanceof Tree.Mapping
        ? value.map(Tree.Mapping.class::cast)
        : not(name, "a section belongs here. Write its keys below, indented.");
  }

  Written below(String name) {
    return below(path.child(name), mapping(name).orElse(Tree.Mapping.empty(origin(name))));
  }

  List<Written> elements(String name) {
    var sections = new ArrayList<Written>();
    for (Tree element : sequence(name)) {
      if (element instanceof Tree.Mapping mapping) {
        sections.add(below(path.child(name).child(sections.size()), mapping));
      } else {
        problem(name, "every element must be a section. Write - name: value.");
      }
    }
    return sections;
  }

  /**
   * The one that is there of several sections. Those that are refused by name count, so that
   * nothing is missed beside them; one that is merely a default gives way to what is written.
   */
  Optional<String> alternative(List<String> names) {
    List<String> there =
        tree.entries().keySet().stream()
            .filter(name -> names.contains(name) || known.isRefusedByName(path.child(name)))
            .toList();
    List<String> explicit =
        there.stream().filter(name -> !(origin(name) instanceof Origin.Default)).toList();
    if (there.isEmpty()) {
      String message = "one of " + String.join(", ", names) + " is needed here. Add one.";
      problems.add(Problem.error(tree.origin(), path.toString(), message));
    } else if (explicit.size() > 1) {
      String message = "only one of " + String.join(", ", explicit) + " can be used. Keep one.";
      problems.add(Problem.error(origin(explicit.getLast()), path.toString(), message));
    }
    return (explicit.isEmpty() ? there : explicit).stream().filter(names::contains).findFirst();
  }

  boolean isSecret(String name) {
    return known.isSecret(path.child(name));
  }

  /** Where a key stands; one that is missing, where its section does. */
  Origin origin(String name) {
    return tree.find(name).map(Tree::origin).orElse(tree.origin());
  }

  void problem(String name, String message) {
    problems.add(Problem.error(origin(name), path.child(name).toString(), message));
  }

  void warning(String name, String message) {
    problems.add(Problem.warning(origin(name), path.child(name).toString(), message));
  }

  private <T> Optional<T> not(String name, String message) {
    problem(name, message);
    return Optional.empty();
  }

  private List<Tree> sequence(String name) {
    Optional<Tree> value = find(name);
    if (value.isPresent() && !(value.get() instanceof Tree.Sequence)) {
      problem(name, "a list of sections belongs here. Begin each of them with a dash.");
    }
    return value.orElse(tree) instanceof Tree.Sequence(List<Tree> elements, Origin _)
        ? elements
        : List.of();
  }

  private Written below(KeyPath below, Tree.Mapping mapping) {
    return new Written(below, mapping, known, problems);
  }

  private void requireKnown(String name) {
    if (!known.contains(path.child(name))) {
      throw new IllegalArgumentException("not in known-keys.txt: " + path.child(name));
    }
  }
}
