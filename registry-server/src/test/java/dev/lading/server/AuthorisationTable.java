package dev.lading.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who is let in where, as a person can read it: a line of callers, then one for each route, its
 * cells parted by bars. Lines that begin with {@code #} are comments.
 *
 * @param outcomes by route and caller, in the order of the file
 */
record AuthorisationTable(List<String> callers, Map<String, List<String>> outcomes) {

  /** Reads the resource beside this class. */
  static AuthorisationTable read(String name) {
    List<List<String>> lines =
        text(name)
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
            .toList();
    List<String> callers = rest(lines.getFirst());
    Map<String, List<String>> outcomes = new LinkedHashMap<>();
    for (List<String> line : lines.subList(1, lines.size())) {
      if (line.size() != 1 + callers.size() || outcomes.put(line.getFirst(), rest(line)) != null) {
        throw new IllegalArgumentException("a cell too few or too many, or a line twice: " + line);
      }
    }
    return new AuthorisationTable(callers, outcomes);
  }

  Set<String> routes() {
    return outcomes.keySet();
  }

  /** Empty when the table lacks the route. */
  Optional<String> outcome(String route, String caller) {
    return Optional.ofNullable(outcomes.get(route)).map(line -> line.get(callers.indexOf(caller)));
  }

  private static List<String> rest(List<String> line) {
    return line.subList(1, line.size());
  }

  private static String text(String name) {
    try (InputStream in = AuthorisationTable.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no resource " + name);
      }
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
