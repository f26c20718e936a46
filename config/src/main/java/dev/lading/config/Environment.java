package dev.lading.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * distribution's rule for the environment: {@code REGISTRY_A_B_C} sets {@code a.b.c}, whatever the
 * case of the key; the value is YAML; an element of a list is named by its index, and the index
 * after the last one appends. Shorter names come first, so that a whole section can be set and then
 * one key of it. A variable that names no key is none of ours: Kubernetes and other tools set such
 * ones.
 *
 * <p>DEVIATION: distribution ignores a variable that names an element of a list of texts ({@code
 * REGISTRY_HTTP_TLS_CLIENTCAS_0}) although its documentation says that it works; here it works.
 * Where a map already has the name in other letters (a header), distribution adds a second one;
 * here the value is replaced.
 *
 * @see <a href="https://github.com/distribution/distribution/blob/main/configuration/parser.go">
 *     configuration/parser.go</a>
 */
final class Environment {
  static final String PREFIX = "REGISTRY_";

  /** Names the configuration file; it is no key. */
  static final String FILE = PREFIX + "CONFIGURATION_PATH";

  /** Sections that may be written as the name of their only alternative, {@code auth: htpasswd}. */
  private static final Set<String> SPELLED_BY_NAME = Set.of("storage", "auth");

  private static final Pattern INDEX = Pattern.compile("[0-9]{1,6}");

  private final KnownKeys known;
  private final List<Problem> problems;
  private final List<String> strangers = new ArrayList<>();

  Environment(KnownKeys known, List<Problem> problems) {
    this.known = known;
    this.problems = problems;
  }

  /** What the variables make of the configuration that was written. */
  Tree.Mapping override(Tree.Mapping written, Map<String, String> variables) {
    Tree.Mapping result = spellOut(written);
    for (var variable : new TreeMap<>(variables).entrySet()) {
      String name = variable.getKey();
      if (name.startsWith(PREFIX) && !name.equals(FILE)) {
        result = spellOut(override(result, new Origin.Variable(name), variable.getValue()));
      }
    }
    if (!strangers.isEmpty()) {
      problems.add(strangers(strangers));
    }
    return withOthers(result, variables);
  }

  /** Sets the keys whose variables have names of their own; their values are taken as they are. */
  private Tree.Mapping withOthers(Tree.Mapping written, Map<String, String> variables) {
    Tree.Mapping result = written;
    for (var other : known.variables().entrySet()) {
      String value = variables.getOrDefault(other.getKey(), "").strip();
      if (!value.isEmpty()) {
        Tree text = new Tree.Scalar(value, new Origin.Variable(other.getKey()));
        result = (Tree.Mapping) put(result, KeyPath.TOP, other.getValue(), text);
      }
    }
    return result;
  }

  /** Says that variables name no key. */
  static Problem strangers(List<String> names) {
    return new Problem(
        Problem.Severity.WARNING,
        new Origin.Environment(),
        names,
        "no key has this name, so it has no effect here. Check the spelling if it was meant.");
  }

  private Tree.Mapping override(Tree.Mapping written, Origin.Variable variable, String value) {
    var segments = List.of(variable.name().substring(PREFIX.length()).split("_", -1));
    KeyPath key = resolve(written, segments);
    if (key.equals(KeyPath.TOP.child("version"))) {
      problems.add(Problem.warning(variable, "version", "cannot be set by a variable. Unset it."));
      return written;
    }
    if (!known.contains(key)) {
      strangers.add(variable.name());
      return written;
    }
    return new YamlReader(_ -> variable, problems)
        .read(value)
        .map(node -> put(written, KeyPath.TOP, key, node))
        .map(Tree.Mapping.class::cast)
        .orElse(written);
  }

  /** The key in the spelling of the file, else in that of the table, else in small letters. */
  private KeyPath resolve(Tree.Mapping written, List<String> segments) {
    KeyPath key = KeyPath.TOP;
    Tree node = written;
    for (String segment : segments) {
      String name = spelling(node, key, segment);
      node = node instanceof Tree.Mapping parent ? parent.find(name).orElse(node) : node;
      key = key.child(name);
    }
    return key;
  }

  private String spelling(Tree section, KeyPath key, String segment) {
    Stream<String> written =
        section instanceof Tree.Mapping mapping
            ? mapping.entries().keySet().stream()
            : Stream.empty();
    return Stream.concat(written, known.namesIn(key).stream())
        .filter(name -> name.equalsIgnoreCase(segment))
        .findFirst()
        .orElse(segment.toLowerCase(Locale.ROOT));
  }

  private Tree put(Tree current, KeyPath at, KeyPath key, Tree value) {
    if (at.size() == key.size()) {
      return value;
    }
    return switch (current) {
      case Tree.Mapping mapping -> putEntry(mapping, at, key, value);
      case Tree.Sequence sequence -> putElement(sequence, at, key, value);
      case Tree.Nothing _ when known.isList(at) ->
          putElement(new Tree.Sequence(List.of(), value.origin()), at, key, value);
      case Tree.Nothing nothing -> putEntry(Tree.Mapping.empty(nothing.origin()), at, key, value);
      case Tree.Scalar scalar -> {
        String message = "has no effect, because " + at + " is a single value. Unset it.";
        problems.add(Problem.warning(value.origin(), key.toString(), message));
        yield scalar;
      }
    };
  }

  private Tree putEntry(Tree.Mapping mapping, KeyPath at, KeyPath key, Tree value) {
    String name = key.names().get(at.size());
    Tree current = mapping.find(name).orElse(new Tree.Nothing(value.origin()));
    return mapping.with(name, put(current, at.child(name), key, value));
  }

  private Tree putElement(Tree.Sequence sequence, KeyPath at, KeyPath key, Tree value) {
    String name = key.names().get(at.size());
    var elements = new ArrayList<>(sequence.elements());
    int index = INDEX.matcher(name).matches() ? Integer.parseInt(name) : Integer.MAX_VALUE;
    if (index > elements.size()) {
      String message = "there is no such element; the next one to add is " + elements.size() + ".";
      problems.add(Problem.error(value.origin(), key.toString(), message));
      return sequence;
    }
    if (index == elements.size()) {
      elements.add(new Tree.Nothing(value.origin()));
    }
    elements.set(index, put(elements.get(index), at.child(index), key, value));
    return new Tree.Sequence(elements, sequence.origin());
  }

  private static Tree.Mapping spellOut(Tree.Mapping configuration) {
    Tree.Mapping result = configuration;
    for (String name : SPELLED_BY_NAME) {
      if (result.find(name).orElse(configuration)
          instanceof Tree.Scalar(String text, Origin from)) {
        result = result.with(name, Tree.Mapping.of(text, new Tree.Nothing(from), from));
      }
    }
    return result;
  }
}
