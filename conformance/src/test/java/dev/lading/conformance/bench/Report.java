package dev.lading.conformance.bench;

import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.measure.Quartiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The results as text for a terminal and as {@code docs/benchmarks.md}. */
record Report(LocalDate date, Map<String, String> machine, Options options, List<Result> results) {
  /**
   * What people wrote about the figures: profiles of rows that miss their bound, and what was
   * tried.
   */
  private static final String NOTES = "conformance/bench/notes.md";

  private static final String TARGET = "docs/benchmarks.md";

  /** The figures of one row, for a terminal. */
  static String table(Result result) {
    var text = new StringBuilder();
    for (Figure figure : result.figures()) {
      text.append(
          "  %-44s %-22s %-26s %s%n"
              .formatted(
                  figure.what(),
                  figure.unit().format(figure.value().median()),
                  spread(figure),
                  verdict(figure).replace("**", "")));
    }
    result.failure().ifPresent(failure -> text.append("  MISS   ").append(failure).append('\n'));
    return text.toString();
  }

  /** How many rows met their bounds, and which did not. */
  String summary() {
    List<String> missed =
        results.stream().filter(Result::missed).map(result -> result.row().name()).toList();
    String kind = options.isComplete() ? "" : " This run was partial and is not written down.";
    return missed.isEmpty()
        ? "\nAll " + results.size() + " rows met their bounds." + kind
        : "\n"
            + missed.size()
            + " of "
            + results.size()
            + " rows missed a bound: "
            + String.join(", ", missed)
            + "."
            + kind;
  }

  /** Replaces the published report. */
  void write(Path repository) throws IOException {
    Path notes = repository.resolve(NOTES);
    String appendix = Files.exists(notes) ? "\n" + Files.readString(notes) : "";
    Files.createDirectories(repository.resolve(TARGET).getParent());
    Files.writeString(repository.resolve(TARGET), markdown() + appendix);
  }

  String markdown() {
    return """
    # Benchmarks

    Written by `conformance/bench/run` on %s; do not edit. Remarks on single rows come from `%s`.

    %s
    ## Results

    Median (lower quartile - upper quartile) of %d interleaved rounds after %d for warm-up. A ratio is the median of the
    ratios within each round. The bound applies to the median.

    | work | figure | median | quartiles | bound |
    |---|---|---|---|---|
    %s
    %s
    """
        .formatted(
            date,
            NOTES,
            machine.entrySet().stream()
                .map(fact -> "- " + fact.getKey() + ": " + fact.getValue() + "\n")
                .collect(Collectors.joining()),
            options.plan().pairs().rounds(),
            options.plan().pairs().warmUps(),
            results.stream().map(Report::rows).collect(Collectors.joining()),
            method());
  }

  private String method() {
    String others =
        options.peers().isEmpty()
            ? "Other registries: not run; `-Dpeer.NAME=PATH` names one."
            : "Other registries: " + String.join(", ", options.peers().keySet()) + ".";
    return """
    %s

    ## How to read this

    - Servers and clients share the cores above; nothing is pinned. A client that needs a core takes it from the server, so
      absolute figures are low, and ratios of fast servers lean towards 1.
    - All servers read the same files, warm in the page cache. What is pushed is new each time and is removed from the disk
      after each measurement, outside of the time measured. docker-registry and other peers push to trees of their own.
    - Lading is started by `./lading` with `-Xmx256m -XX:+UseSerialGC`. One process with `durability: strict` serves every
      row except those that say otherwise. docker-registry runs with Debian's configuration without its password file.
      Both write a log line per request to a file; nginx writes none, sends by sendfile and keeps no file open.
    - Throughput comes from closed loops (wrk, or one client after the other). Latencies come from an open loop: requests
      are due at fixed times, whether or not earlier ones have been answered, and are counted from when they were due.
    - Server CPU is user and system time of the process and its children, in ticks of 10 ms.
    - Each kind of answer is compared to its digest, or to the names it must hold, before or while it is measured; any other
      status than the expected one makes the row a miss.
    """
        .formatted(others);
  }

  /** The lines of one row; the first one names the work. */
  private static String rows(Result result) {
    List<String> lines = new ArrayList<>();
    result.failure().ifPresent(reason -> lines.add("- | - | - | **MISS**: " + reason));
    for (Figure figure : result.figures()) {
      String median = figure.unit().format(figure.value().median());
      lines.add(
          "%s | %s | %s | %s".formatted(figure.what(), median, spread(figure), verdict(figure)));
    }
    String first = "| " + result.row().work() + " | ";
    return first + String.join(" |\n| | ", lines) + " |\n";
  }

  private static String spread(Figure figure) {
    Quartiles value = figure.value();
    if (value.lower() == value.upper()) {
      return "";
    }
    return figure.unit().number(value.lower()) + " - " + figure.unit().number(value.upper());
  }

  private static String verdict(Figure figure) {
    return figure
        .bound()
        .map(bound -> (figure.missed() ? "**MISS** " : "PASS ") + bound.format(figure.unit()))
        .orElse("");
  }
}
