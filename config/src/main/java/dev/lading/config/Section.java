package dev.lading.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;

/**
 * A section of the configuration, as a module sees it that reads its record from it.
 *
 * <p>Every read names a key and its default, and is remembered: what was read is printed, and what
 * nobody has read is judged afterwards. So read all keys of a section, also those that another key
 * makes idle. A value that cannot be read is noted as a problem and its default is given instead,
 * so that reading goes on and all problems are reported together; {@link Effective#get} then
 * refuses to hand out the record.
 *
 * <p>Every key must stand in {@code known-keys.txt}, which the variables of the environment are
 * matched against; reading another one is an {@link IllegalArgumentException}.
 *
 * <p>Mutable, and confined to the thread that reads.
 */
public final class Section implements Read {
  private final KeyPath path;
  private final Tree.Mapping node;
  private final KnownKeys known;
  private final List<Problem> problems;
  private final SequencedMap<String, Read> reads = new LinkedHashMap<>();

  Section(KeyPath path, Tree.Mapping node, KnownKeys known, List<Problem> problems) {
    this.path = path;
    this.node = node;
    this.known = known;
    this.problems = problems;
  }

  /** A text; numbers and the like are texts too. */
  public String text(String name, String fallback) {
    return value(name, fallback, Function.identity());
  }

  /** A text that need not be there. */
  public Optional<String> text(String name) {
    return optional(name, Function.identity());
  }

  /** A text that is never shown. */
  public Optional<String> secret(String name) {
    Optional<String> value = optional(name, Function.identity());
    reads.computeIfPresent(
        name, (_, read) -> read instanceof Value(Tree secret, _) ? new Value(secret, true) : read);
    return value;
  }

  /** A flag, in any spelling of YAML. */
  public boolean flag(String name, boolean fallback) {
    return value(name, Boolean.toString(fallback), Parsers::flag);
  }

  /** A whole number from {@code least} to {@code greatest}, both included. */
  public long number(String name, long fallback, long least, long greatest) {
    return value(name, Long.toString(fallback), text -> Parsers.number(text, least, greatest));
  }

  /**
   * A duration in Go's notation; a bare number counts nanoseconds, and very short ones are noted.
   */
  public Duration duration(String name, Duration fallback) {
    Duration duration = value(name, GoDuration.format(fallback), GoDuration::parse);
    if (find(name).orElse(node) instanceof Tree.Scalar(String text, Origin _)
        && GoDuration.isBare(text)
        && duration.isPositive()
        && duration.toMillis() == 0) {
      warning(name, text + " without a unit counts nanoseconds. Write " + text + "s for seconds.");
    }
    return duration;
  }

  /** An amount of data, {@code 4194304} or {@code 64MiB}. */
  public DataSize size(String name, DataSize fallback) {
    return value(name, fallback.toString(), DataSize::parse);
  }

  /** One constant of an enum, named in any case and with {@code -} for {@code _}. */
  public <E extends Enum<E>> E choice(String name, E fallback) {
    Class<E> type = fallback.getDeclaringClass();
    return value(name, Parsers.nameOf(fallback), text -> Parsers.constant(type, text));
  }

  /**
   * A value of the module's own type.
   *
   * @param fallback the text of the default, in the same notation
   * @param parser throws {@link IllegalArgumentException} with a message that goes on after the
   *     value: {@code is not a host:port; write for example 127.0.0.1:5000}
   */
  public <T> T value(String name, String fallback, Function<String, T> parser) {
    return optional(name, parser)
        .orElseGet(
            () -> {
              Origin unwritten = new Origin.Default();
              reads.put(name, new Value(new Tree.Scalar(fallback, unwritten), isSecret(name)));
              return parser.apply(fallback);
            });
  }

  /** Like {@link #value}, for a value that need not be there. */
  public <T> Optional<T> optional(String name, Function<String, T> parser) {
    Tree written = find(name).orElse(new Tree.Nothing(new Origin.Default()));
    reads.put(name, new Value(written, isSecret(name)));
    return switch (written) {
      case Tree.Nothing _ -> Optional.empty();
      case Tree.Scalar(String text, Origin _) -> parsed(name, text, parser);
      case Tree.Mapping _, Tree.Sequence _ -> {
        problem(name, "a single value belongs here. Write " + name + ": value.");
        yield Optional.empty();
      }
    };
  }

  /** A list of texts; a single text is a list of one. */
  public List<String> texts(String name, List<String> fallback) {
    Optional<Tree> written = find(name);
    reads.put(name, new Value(written.orElse(sequence(fallback)), isSecret(name)));
    return written.flatMap(list -> texts(name, list)).orElse(fallback);
  }

  /** A map from names of the operator's own to texts, in the order of the file. */
  public SequencedMap<String, String> textMap(String name) {
    var texts = new LinkedHashMap<String, String>();
    map(name)
        .forEach(
            (key, value) -> {
              if (value instanceof Tree.Scalar(String text, Origin _)) {
                texts.put(key, text);
              } else {
                problem(name, "a single text belongs to " + key + ". Write " + key + ": text.");
              }
            });
    return Collections.unmodifiableSequencedMap(texts);
  }

  /** A map from names of the operator's own to lists of texts, such as headers. */
  public SequencedMap<String, List<String>> textLists(String name) {
    var lists = new LinkedHashMap<String, List<String>>();
    map(name).forEach((key, value) -> texts(name, value).ifPresent(list -> lists.put(key, list)));
    return Collections.unmodifiableSequencedMap(lists);
  }

  /** A section below this one; an empty one when it is not there. */
  public Section section(String name) {
    if (reads.get(name) instanceof Section before) {
      return before;
    }
    Tree.Mapping nothing = Tree.Mapping.empty(origin(name));
    Section section = below(path.child(name), mapping(name).orElse(nothing));
    reads.put(name, section);
    return section;
  }

  /** A list of sections. */
  public List<Section> sections(String name) {
    var sections = new ArrayList<Section>();
    for (Tree element : elements(name)) {
      if (element instanceof Tree.Mapping mapping) {
        sections.add(below(path.child(name).child(sections.size()), mapping));
      } else {
        problem(name, "every element must be a section. Write - name: value.");
      }
    }
    reads.put(name, new Elements(sections));
    return List.copyOf(sections);
  }

  /**
   * The one of several sections that is there. Having none or several is a problem, and the first
   * one stands in.
   */
  public String exactlyOne(String first, String... others) {
    var names = new ArrayList<>(List.of(others));
    names.addFirst(first);
    List<String> there = alternatives(names);
    if (there.isEmpty()) {
      String message = "one of " + String.join(", ", names) + " is needed here. Add one.";
      problems.add(Problem.error(node.origin(), path.toString(), message));
    }
    return there.stream().filter(names::contains).findFirst().orElse(first);
  }

  /** Whether the key is there and asks for anything. */
  public boolean isSet(String name) {
    return find(name).filter(Tree::isSet).isPresent();
  }

  /**
   * Notes an error that only the module can see.
   *
   * @param message what is wrong and what to do, without the key
   */
  public void problem(String name, String message) {
    problems.add(Problem.error(origin(name), path.child(name).toString(), message));
  }

  /** Notes what the operator should know of a key; the server starts all the same. */
  public void warning(String name, String message) {
    problems.add(Problem.warning(origin(name), path.child(name).toString(), message));
  }

  SequencedMap<String, Read> reads() {
    return reads;
  }

  Tree.Mapping node() {
    return node;
  }

  /** The alternatives that are there; one that is merely a default gives way to what is written. */
  private List<String> alternatives(List<String> names) {
    List<String> there =
        node.entries().keySet().stream()
            .filter(name -> names.contains(name) || known.isRefusedByName(path.child(name)))
            .toList();
    List<String> written =
        there.stream().filter(name -> !(origin(name) instanceof Origin.Default)).toList();
    if (written.size() > 1) {
      String message = "only one of " + String.join(", ", written) + " can be used. Keep one.";
      problems.add(Problem.error(origin(written.getLast()), path.toString(), message));
    }
    return written.isEmpty() ? there : written;
  }

  private Optional<Tree> find(String name) {
    if (!known.contains(path.child(name))) {
      throw new IllegalArgumentException("not in known-keys.txt: " + path.child(name));
    }
    return node.find(name).filter(value -> !(value instanceof Tree.Nothing));
  }

  private Optional<Tree.Mapping> mapping(String name) {
    return find(name)
        .flatMap(
            value -> {
              if (value instanceof Tree.Mapping mapping) {
                return Optional.of(mapping);
              }
              problem(name, "a section belongs here. Write its keys below, indented.");
              return Optional.empty();
            });
  }

  private List<Tree> elements(String name) {
    return switch (find(name).orElse(sequence(List.of()))) {
      case Tree.Sequence(List<Tree> elements, Origin _) -> elements;
      case Tree.Mapping _, Tree.Scalar _, Tree.Nothing _ -> {
        problem(name, "a list of sections belongs here. Begin each of them with a dash.");
        yield List.of();
      }
    };
  }

  private SequencedMap<String, Tree> map(String name) {
    Tree.Mapping map = mapping(name).orElse(Tree.Mapping.empty(new Origin.Default()));
    reads.put(name, new Value(map, isSecret(name)));
    return map.entries();
  }

  private Optional<List<String>> texts(String name, Tree list) {
    Optional<List<String>> texts = list.texts();
    if (texts.isEmpty()) {
      problem(name, "a list of texts belongs here. Write [one, two].");
    }
    return texts;
  }

  private <T> Optional<T> parsed(String name, String text, Function<String, T> parser) {
    try {
      return Optional.of(parser.apply(text));
    } catch (IllegalArgumentException e) {
      String shown = isSecret(name) ? "the value" : Parsers.quoted(text);
      problem(name, shown + " " + e.getMessage() + ".");
      return Optional.empty();
    }
  }

  private boolean isSecret(String name) {
    return known.isSecret(path.child(name));
  }

  private Origin origin(String name) {
    return node.find(name).map(Tree::origin).orElse(node.origin());
  }

  private Section below(KeyPath below, Tree.Mapping mapping) {
    return new Section(below, mapping, known, problems);
  }

  private static Tree.Sequence sequence(List<String> texts) {
    Origin unwritten = new Origin.Default();
    return new Tree.Sequence(
        texts.stream().<Tree>map(text -> new Tree.Scalar(text, unwritten)).toList(), unwritten);
  }
}
