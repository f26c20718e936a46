package dev.lading.conformance.bench;

import dev.lading.conformance.bench.measure.Figure;
import dev.lading.conformance.bench.row.Row;
import java.util.List;
import java.util.Optional;

/** What came out of one row: its figures, or why there are none. */
record Result(Row row, List<Figure> figures, Optional<String> failure) {
  Result {
    figures = List.copyOf(figures);
  }

  boolean missed() {
    return failure.isPresent() || figures.stream().anyMatch(Figure::missed);
  }
}
