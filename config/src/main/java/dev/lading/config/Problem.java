package dev.lading.config;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * One thing that is wrong with a configuration, or that its author should know. Its text is a whole
 * line: {@code config.yml:12: error: http.tls: what is wrong and what to do}.
 *
 * @param keys the keys it is about, dotted; empty when it is about the file as a whole
 */
public record Problem(Severity severity, Origin origin, List<String> keys, String message)
    implements Comparable<Problem> {

  /** Whether a server may start all the same. */
  public enum Severity {
    ERROR,
    WARNING
  }

  private static final Comparator<Problem> READING_ORDER =
      Comparator.<Problem>comparingInt(problem -> problem.line())
          .thenComparing(problem -> problem.origin().toString())
          .thenComparing(Problem::severity)
          .thenComparing(problem -> String.join(",", problem.keys()))
          .thenComparing(Problem::message);

  public Problem {
    keys = List.copyOf(keys);
  }

  static Problem error(Origin origin, String key, String message) {
    return new Problem(Severity.ERROR, origin, List.of(key), message);
  }

  static Problem warning(Origin origin, String key, String message) {
    return new Problem(Severity.WARNING, origin, List.of(key), message);
  }

  /** The order of reading: the lines of the file, then the variables by name. */
  @Override
  public int compareTo(Problem other) {
    return READING_ORDER.compare(this, other);
  }

  private int line() {
    return origin instanceof Origin.Line(String _, int number) ? number : Integer.MAX_VALUE;
  }

  @Override
  public String toString() {
    String about = keys.isEmpty() ? "" : String.join(", ", keys) + ": ";
    return origin + ": " + severity.name().toLowerCase(Locale.ROOT) + ": " + about + message;
  }
}
