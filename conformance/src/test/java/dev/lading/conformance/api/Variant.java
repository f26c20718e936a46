package dev.lading.conformance.api;

import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.Registry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Rows that need a registry of their own: a configuration, or a store that something happened to
 * before.
 *
 * @param start starts it, out of an empty directory
 */
record Variant(String name, Function<LadingServer, Registry> start, List<Row> rows) {
  Variant {
    rows = List.copyOf(rows);
  }

  /** Lading with these settings. */
  static Variant of(String name, Map<String, Object> settings, List<Row> rows) {
    return new Variant(name, lading -> lading.with(settings).start(), rows);
  }

  /**
   * Its rows, each judged by {@code verdict}. The registry starts with the first and stops when the
   * stream is closed.
   *
   * @param parent gets a directory for it
   */
  Stream<DynamicTest> tests(Path parent, Consumer<Run> verdict) {
    var running = new LazyRegistry(this, parent);
    return rows.stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.toString(), () -> verdict.accept(Run.of(row, running.get(), "suite"))))
        .onClose(running::close);
  }
}
