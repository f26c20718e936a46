package dev.lading.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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
  private final Written written;
  private final SequencedMap<String, Read> reads = new LinkedHashMap<>();

  Section(Written written) {
    this.written = written;
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
    if (reads.get(name) instanceof Value(Tree text, _)) {
      reads.put(name, new Value(text, true));
    }
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
    boolean isTiny = duration.isPositive() && duration.toMillis() == 0;
    if (isTiny && written.scalar(name).filter(GoDuration::isBare).isPresent()) {
      warning(name, "a number without a unit counts nanoseconds. Write for example 30s.");
    }
    return duration;
  }

  /**
   * A duration as {@link #duration} reads it, and in days as well, {@code 30d}; for keys of our
   * own. A number without a unit is a problem.
   */
  public Duration span(String name, Duration fallback) {
    return value(name, GoDuration.formatSpan(fallback), GoDuration::parseSpan);
  }

  /** Like {@link #span}, for one that need not be there. */
  public Optional<Duration> optionalSpan(String name) {
    return optional(name, GoDuration::parseSpan);
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
              remember(name, new Tree.Scalar(fallback, new Origin.Default()));
              return parser.apply(fallback);
            });
  }

  /** Like {@link #value}, for a value that need not be there. */
  public <T> Optional<T> optional(String name, Function<String, T> parser) {
    Optional<T> value = written.scalar(name).flatMap(text -> written.parsed(name, text, parser));
    Tree nothing = new Tree.Nothing(new Origin.Default());
    remember(name, value.isPresent() ? written.find(name).orElse(nothing) : nothing);
    return value;
  }

  /**
   * The path of a file. A relative one that stands in the configuration file begins at that file's
   * directory, so that it means the same wherever the program is started; one that a variable sets
   * begins at the working directory. An empty text names no file.
   */
  public Optional<Path> path(String name) {
    return optional(name, Section::pathIn)
        .filter(path -> !path.toString().isEmpty())
        .map(path -> beside(name, path));
  }

  /** The paths of files, each as {@link #path} reads it; a single text is a list of one. */
  public List<Path> paths(String name) {
    return values(name, List.of(), Section::pathIn).stream()
        .map(path -> beside(name, path))
        .toList();
  }

  private Path beside(String name, Path path) {
    return written.origin(name) instanceof Origin.Line line ? line.beside(path) : path;
  }

  /** A list of texts; a single text is a list of one. */
  public List<String> texts(String name, List<String> fallback) {
    return values(name, fallback, Function.identity());
  }

  /** Like {@link #texts}, with every element read as {@link #value} reads one. */
  public <T> List<T> values(String name, List<String> fallback, Function<String, T> parser) {
    Tree unwritten = Tree.Sequence.of(fallback, new Origin.Default());
    Tree list = written.find(name).orElse(unwritten);
    remember(name, list);
    return written.texts(name, list).orElse(fallback).stream()
        .flatMap(text -> written.parsed(name, text, parser).stream())
        .toList();
  }

  /** A map from names of the operator's own to texts, in the order of the file. */
  public SequencedMap<String, String> textMap(String name) {
    var texts = new LinkedHashMap<String, String>();
    map(name)
        .forEach((key, value) -> written.text(name, key, value).ifPresent(t -> texts.put(key, t)));
    return Collections.unmodifiableSequencedMap(texts);
  }

  /** A map from names of the operator's own to lists of texts, such as headers. */
  public SequencedMap<String, List<String>> textLists(String name) {
    var lists = new LinkedHashMap<String, List<String>>();
    map(name).forEach((key, value) -> written.texts(name, value).ifPresent(l -> lists.put(key, l)));
    return Collections.unmodifiableSequencedMap(lists);
  }

  /** A section below this one; an empty one when it is not there. */
  public Section section(String name) {
    if (reads.get(name) instanceof Section before) {
      return before;
    }
    Section section = new Section(written.below(name));
    reads.put(name, section);
    return section;
  }

  /** A list of sections. */
  public List<Section> sections(String name) {
    if (reads.get(name) instanceof Elements(List<Section> before)) {
      return before;
    }
    List<Section> sections = written.elements(name).stream().map(Section::new).toList();
    reads.put(name, new Elements(sections));
    return sections;
  }

  /**
   * The one of several sections that is there. Having none or several is a problem, and the first
   * one stands in.
   */
  public String exactlyOne(String first, String... others) {
    var names = new ArrayList<>(List.of(others));
    names.addFirst(first);
    return written.alternative(names).orElse(first);
  }

  /** Whether the key is there and asks for anything. */
  public boolean isSet(String name) {
    return written.find(name).filter(Tree::isSet).isPresent();
  }

  /** Whether the key is written at all, be it without a value; the name itself may be a wish. */
  public boolean isWritten(String name) {
    return written.isThere(name);
  }

  /** Where this section stands; for an element of a list, where the element begins. */
  public Origin origin() {
    return written.tree().origin();
  }

  /**
   * Notes an error that only the module can see.
   *
   * @param message what is wrong and what to do, without the key
   */
  public void problem(String name, String message) {
    written.problem(name, message);
  }

  /** Notes what the operator should know of a key; the server starts all the same. */
  public void warning(String name, String message) {
    written.warning(name, message);
  }

  SequencedMap<String, Read> reads() {
    return reads;
  }

  Tree.Mapping tree() {
    return written.tree();
  }

  private static Path pathIn(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("is no path; it has a character that no name has", e);
    }
  }

  private SequencedMap<String, Tree> map(String name) {
    Tree.Mapping map = written.mapping(name).orElse(Tree.Mapping.empty(new Origin.Default()));
    remember(name, map);
    return map.entries();
  }

  private void remember(String name, Tree inForce) {
    reads.put(name, new Value(inForce, written.isSecret(name)));
  }
}
