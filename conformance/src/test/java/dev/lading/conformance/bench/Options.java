package dev.lading.conformance.bench;

import dev.lading.conformance.bench.row.Plan;
import dev.lading.conformance.bench.row.Row;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The command line. */
record Options(
    boolean help,
    boolean quick,
    boolean profile,
    List<Row> rows,
    Map<String, Path> peers,
    Path lading) {
  private static final String PEER = "-Dpeer.";

  Options {
    rows = List.copyOf(rows);
    peers = Map.copyOf(peers);
  }

  /** A mistake on the command line; the message says which. */
  static final class Mistake extends RuntimeException {
    Mistake(String message) {
      super(message);
    }
  }

  static Options parse(Path repository, List<String> arguments) {
    boolean help = false;
    boolean quick = false;
    boolean profile = false;
    List<Row> rows = new ArrayList<>();
    Map<String, Path> peers = new TreeMap<>();
    Path lading = repository.resolve("lading");
    Deque<String> left = new ArrayDeque<>(arguments);
    while (!left.isEmpty()) {
      String argument = left.removeFirst();
      switch (argument) {
        case "--help", "-h" -> help = true;
        case "--quick" -> quick = true;
        case "--profile" -> profile = true;
        case "--row" -> rows.add(row(value(argument, left)));
        case "--lading" -> lading = Path.of(value(argument, left));
        default -> addPeer(argument, peers);
      }
    }
    return new Options(help, quick, profile, rows.isEmpty() ? Row.all() : rows, peers, lading);
  }

  static String usage() {
    return """
    Usage: conformance/bench/run [--quick] [--row NAME]... [--profile] [--lading PATH] [-Dpeer.NAME=PATH]...

    Compares Lading with docker-registry and nginx on the same data, prints medians and quartiles, and writes
    docs/benchmarks.md after a full run. Takes about twelve minutes, and longer the first time, when it makes the data.

      --quick            fewer pairs, about two minutes; proves nothing, writes nothing
      --row NAME         only this row; writes nothing. Rows:
                         %s
      --profile          records Lading with JDK Flight Recorder below conformance/target/bench/run; writes nothing
      --lading PATH      the launcher to measure instead of ./lading
      -Dpeer.NAME=PATH   another registry, started as PATH serve CONFIG with distribution's configuration

    Exit code: 0 every bound met, 1 a bound missed, 2 the benchmark could not run.

    Example: conformance/bench/run --quick --row manifest-get -Dpeer.distribution-3=/opt/distribution/registry
    """
        .formatted(
            Row.all().stream()
                .map(Row::name)
                .collect(Collectors.joining("\n                         ")));
  }

  /** Whether this run may be published. */
  boolean isComplete() {
    return !quick && !profile && rows.size() == Row.all().size();
  }

  Plan plan() {
    return quick ? Plan.quick() : Plan.full();
  }

  private static Row row(String name) {
    return Row.all().stream()
        .filter(row -> row.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new Mistake("no row is called " + name));
  }

  private static String value(String option, Deque<String> left) {
    return Optional.ofNullable(left.pollFirst())
        .orElseThrow(() -> new Mistake(option + " needs a value"));
  }

  private static void addPeer(String argument, Map<String, Path> peers) {
    int equals = argument.indexOf('=');
    if (!argument.startsWith(PEER) || equals <= PEER.length()) {
      throw new Mistake("unknown argument " + argument);
    }
    peers.put(argument.substring(PEER.length(), equals), Path.of(argument.substring(equals + 1)));
  }
}
