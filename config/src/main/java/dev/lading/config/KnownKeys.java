package dev.lading.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The table of {@code known-keys.txt}: which keys there are, which hold secrets, and which must not
 * go unheeded.
 */
final class KnownKeys {

  /**
   * A key that is an error when it asks for something that nobody gives.
   *
   * @param byName whether it asks by merely being there
   */
  record Refusal(KeyPath key, boolean byName, Predicate<Tree> asks, String advice) {}

  private enum Kind {
    DISTRIBUTION,
    OURS,
    FINE
  }

  private record Row(KeyPattern pattern, Kind kind, boolean secret) {}

  private final List<Row> rows = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private final Map<String, KeyPath> moved = new TreeMap<>();
  private final Map<String, KeyPath> variables = new TreeMap<>();

  private KnownKeys(String table) {
    table
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(line -> add(line.split(":", 2)));
  }

  /** Reads the table that is part of the product. */
  static KnownKeys load() {
    try (InputStream in = KnownKeys.class.getResourceAsStream("known-keys.txt")) {
      return new KnownKeys(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether there is such a key or section. */
  boolean contains(KeyPath path) {
    return path.size() == 0 || rows.stream().anyMatch(row -> row.pattern.reaches(path));
  }

  /** Whether the elements of this key are numbered, not named. */
  boolean isList(KeyPath path) {
    return contains(path) && namesIn(path).contains("#");
  }

  boolean isSecret(KeyPath path) {
    return rows.stream().anyMatch(row -> row.secret && row.pattern.matches(path));
  }

  /** Whether the key is ours with all below it, so that some module reads it if it exists. */
  boolean isOurs(KeyPath path) {
    return isWholly(Kind.OURS, path);
  }

  /** Whether the key asks for what is the case anyway. */
  boolean isFine(KeyPath path) {
    return isWholly(Kind.FINE, path);
  }

  /** The names that a section may hold, in the order of the table. */
  Set<String> namesIn(KeyPath section) {
    var names = new LinkedHashSet<String>();
    rows.forEach(row -> row.pattern.nameBelow(section).ifPresent(names::add));
    return names;
  }

  /** All keys with this last name. */
  List<String> keysNamed(String name) {
    return rows.stream().flatMap(row -> row.pattern.upTo(name).stream()).distinct().toList();
  }

  List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  Optional<Refusal> refusal(KeyPath path) {
    return refusals.stream().filter(refusal -> refusal.key.equals(path)).findFirst();
  }

  /** Whether the key asks, by merely being there, for something that is refused unless read. */
  boolean isRefusedByName(KeyPath path) {
    return refusal(path).filter(Refusal::byName).isPresent();
  }

  /** Older names at the top of the configuration, and the keys they stand for now. */
  Map<String, KeyPath> moved() {
    return moved;
  }

  /** Variables that are not named after the key they set. */
  Map<String, KeyPath> variables() {
    return variables;
  }

  private boolean isWholly(Kind kind, KeyPath path) {
    return contains(path)
        && rows.stream().filter(row -> row.pattern.reaches(path)).allMatch(row -> row.kind == kind);
  }

  private void add(String[] line) {
    String[] head = line[0].trim().split("\\s+", -1);
    KeyPath key = KeyPath.parse(head[1]);
    String tail = line[1].trim();
    switch (head[0]) {
      case "keys" -> addRows(key, tail, Kind.DISTRIBUTION);
      case "ours" -> addRows(key, tail, Kind.OURS);
      case "fine" -> addRows(key, tail, Kind.FINE);
      case "guard", "unbuilt" -> refusals.add(refusal(key, head[2], tail));
      case "variable" -> variables.put(head[1], KeyPath.parse(tail));
      case "moved" -> moved.put(key.last(), KeyPath.parse(tail));
      default -> throw new IllegalArgumentException(line[0]);
    }
  }

  private void addRows(KeyPath section, String names, Kind kind) {
    for (String name : names.split("\\s+", -1)) {
      boolean secret = name.endsWith("!");
      KeyPath below = KeyPath.parse(secret ? name.substring(0, name.length() - 1) : name);
      rows.add(new Row(new KeyPattern(section.concat(below)), kind, secret));
    }
  }

  private static Refusal refusal(KeyPath key, String when, String advice) {
    return new Refusal(key, when.equals("present"), condition(when), advice);
  }

  private static Predicate<Tree> condition(String when) {
    String[] parts = when.split("=", 2);
    return switch (parts[0]) {
      case "present" -> _ -> true;
      case "set" -> parts.length == 1 ? Tree::isSet : node -> isSetBelow(node, parts[1]);
      case "not" -> node -> node.isSet() && !isText(node, parts[1]);
      default -> throw new IllegalArgumentException(when);
    };
  }

  private static boolean isSetBelow(Tree node, String name) {
    return node instanceof Tree.Mapping section
        ? section.find(name).filter(Tree::isSet).isPresent()
        : node.isSet();
  }

  private static boolean isText(Tree node, String expected) {
    return node instanceof Tree.Scalar(String text, Origin _) && text.equals(expected);
  }
}
