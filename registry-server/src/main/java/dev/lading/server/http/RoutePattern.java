package dev.lading.server.http;

import dev.lading.server.exchange.Parameters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A path with {@code <words>} in the place of segments. {@code <name>} spans one segment or more,
 * {@code <file>}, which stands at the end, all that are left, any other word exactly one; and no
 * word is ever empty. Before a {@code <file>} a name is as short as it can be.
 */
final class RoutePattern {
  private static final String SPANNING = "name";
  private static final String REST = "file";

  /** A literal, or the name of a word. */
  private record Segment(String text, boolean word) {}

  private final String text;
  private final List<Segment> segments;
  private final int spanning;
  private final boolean hasRest;

  private RoutePattern(String text, List<Segment> segments, int spanning) {
    this.text = text;
    this.segments = segments;
    this.spanning = spanning;
    this.hasRest = segments.getLast().word && segments.getLast().text.equals(REST);
  }

  static RoutePattern parse(String text) {
    if (!text.startsWith("/")) {
      throw new IllegalArgumentException("a pattern starts with a slash: " + text);
    }
    List<Segment> segments = new ArrayList<>();
    int spanning = -1;
    for (String part : text.substring(1).split("/", -1)) {
      boolean word = part.startsWith("<") && part.endsWith(">");
      Segment segment = new Segment(word ? part.substring(1, part.length() - 1) : part, word);
      if (word && segment.text.equals(SPANNING)) {
        spanning = segments.size();
      }
      segments.add(segment);
    }
    return new RoutePattern(text, List.copyOf(segments), spanning);
  }

  /** How particular this pattern is: of two that match, the one with more literals is meant. */
  int literals() {
    return (int) segments.stream().filter(segment -> !segment.word).count();
  }

  /**
   * The words' values, percent-decoded; empty when the path is not of this pattern.
   *
   * @throws dev.lading.server.exchange.RequestException.TargetMalformed when a value is not
   *     percent-encoded as it should be
   */
  Optional<Parameters> match(SegmentedPath path) {
    int surplus = path.count() - segments.size();
    if (surplus < 0 || (surplus > 0 && spanning < 0 && !hasRest)) {
      return Optional.empty();
    }
    int longest = spanning < 0 ? 0 : surplus;
    for (int more = hasRest ? 0 : longest; more <= longest; more++) {
      if (matches(path, more)) {
        return Optional.of(read(path, more));
      }
    }
    return Optional.empty();
  }

  /**
   * @param more how many segments the name has beyond its first
   */
  private boolean matches(SegmentedPath path, int more) {
    for (int i = 0; i < segments.size(); i++) {
      Segment segment = segments.get(i);
      int from = from(i, more);
      if (segment.word ? path.isEmpty(from, to(i, more, path)) : !path.equals(from, segment.text)) {
        return false;
      }
    }
    return true;
  }

  private Parameters read(SegmentedPath path, int more) {
    Map<String, String> values = HashMap.newHashMap(2);
    for (int i = 0; i < segments.size(); i++) {
      if (segments.get(i).word) {
        values.put(segments.get(i).text, path.decoded(from(i, more), to(i, more, path)));
      }
    }
    return values.isEmpty() ? Parameters.NONE : new Parameters(values);
  }

  private int from(int segment, int more) {
    return spanning >= 0 && segment > spanning ? segment + more : segment;
  }

  private int to(int segment, int more, SegmentedPath path) {
    if (hasRest && segment == segments.size() - 1) {
      return path.count() - 1;
    }
    return segment == spanning ? segment + more : from(segment, more);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RoutePattern pattern && pattern.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
