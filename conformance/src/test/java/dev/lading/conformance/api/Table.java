package dev.lading.conformance.api;

import java.util.List;

/** The rows about one endpoint or one subject. */
public record Table(String name, List<Row> rows) {
  public Table {
    rows = List.copyOf(rows);
  }
}
