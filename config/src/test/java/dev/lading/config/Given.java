package dev.lading.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A configuration under test: the text of {@code config.yml}, and variables. */
record Given(String file, Map<String, String> variables) {

  static Given file(String file) {
    return new Given(file, Map.of());
  }

  /** A file that is complete but for what matters. */
  static Given fileWith(String more) {
    return file("version: 0.1\nstorage: inmemory\n" + more);
  }

  Given variable(String name, String value) {
    var more = new TreeMap<>(variables);
    more.put(name, value);
    return new Given(file, more);
  }

  Effective<ServerSettings> read() {
    return Configuration.parse("config.yml", file, variables).read(ServerSettings::from);
  }

  ServerSettings settings() {
    return read().get();
  }

  List<String> errors() {
    return read().errors().stream().map(Problem::toString).toList();
  }

  List<String> warnings() {
    return read().warnings().stream().map(Problem::toString).toList();
  }

  /** The keys of all errors, each with its place. */
  List<String> erroneousKeys() {
    return read().errors().stream().flatMap(Given::placedKeys).toList();
  }

  private static Stream<String> placedKeys(Problem problem) {
    String place =
        problem.origin() instanceof Origin.Line(String _, int number)
            ? Integer.toString(number)
            : problem.origin().toString();
    return problem.keys().stream().map(key -> place + " " + key);
  }
}
