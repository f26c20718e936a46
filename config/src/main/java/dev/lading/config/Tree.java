package dev.lading.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** A value of the configuration as it was written, before anybody has given it a type. */
sealed interface Tree {

  /** Where the key of this value stands; for a list element, where the element stands. */
  Origin origin();

  /** A key without a value, which reads as if it had not been written. */
  record Nothing(Origin origin) implements Tree {}

  /** A single value; its text is what stands in the file, without quotes. */
  record Scalar(String text, Origin origin) implements Tree {}

  /** A list. */
  record Sequence(List<Tree> elements, Origin origin) implements Tree {
    public Sequence {
      elements = List.copyOf(elements);
    }

    static Sequence of(List<String> texts, Origin origin) {
      return new Sequence(
          texts.stream().<Tree>map(text -> new Scalar(text, origin)).toList(), origin);
    }
  }

  /** A section, or a map with names of the operator's own. */
  record Mapping(SequencedMap<String, Tree> entries, Origin origin) implements Tree {
    public Mapping {
      entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
    }

    static Mapping empty(Origin origin) {
      return new Mapping(new LinkedHashMap<>(), origin);
    }

    static Mapping of(String name, Tree value, Origin origin) {
      return new Mapping(new LinkedHashMap<>(Map.of(name, value)), origin);
    }

    Optional<Tree> find(String name) {
      return Optional.ofNullable(entries.get(name));
    }

    Mapping with(String name, Tree value) {
      var changed = new LinkedHashMap<>(entries);
      changed.put(name, value);
      return new Mapping(changed, origin);
    }

    Mapping without(String name) {
      var changed = new LinkedHashMap<>(entries);
      changed.remove(name);
      return new Mapping(changed, origin);
    }

    private boolean isSwitchedOff() {
      return is("enabled", false) || is("disabled", true);
    }

    private boolean is(String name, boolean expected) {
      return entries.get(name) instanceof Scalar(String text, Origin _)
          && Parsers.findFlag(text).filter(flag -> flag == expected).isPresent();
    }
  }

  /**
   * Whether this asks for anything: false for what is empty all the way down, and for a section
   * that says {@code enabled: false} or {@code disabled: true}.
   */
  default boolean isSet() {
    return switch (this) {
      case Nothing _ -> false;
      case Scalar(String text, Origin _) -> !text.isEmpty();
      case Sequence(List<Tree> elements, Origin _) -> elements.stream().anyMatch(Tree::isSet);
      case Mapping mapping ->
          !mapping.isSwitchedOff() && mapping.entries().values().stream().anyMatch(Tree::isSet);
    };
  }

  /**
   * This as a list of texts, where a single text is a list of one; empty when it is something else.
   */
  default Optional<List<String>> texts() {
    return switch (this) {
      case Nothing _ -> Optional.of(List.of());
      case Scalar(String text, Origin _) -> Optional.of(List.of(text));
      case Mapping _ -> Optional.empty();
      case Sequence(List<Tree> elements, Origin _) ->
          elements.stream().allMatch(Scalar.class::isInstance)
              ? Optional.of(elements.stream().map(each -> ((Scalar) each).text()).toList())
              : Optional.empty();
    };
  }
}
