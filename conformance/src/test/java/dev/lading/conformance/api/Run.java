package dev.lading.conformance.api;

import dev.lading.conformance.support.Findings;
import dev.lading.conformance.support.Registry;
import dev.lading.conformance.support.Repository;
import java.io.IOException;
import java.util.Optional;

/**
 * One row, run against one registry.
 *
 * @param failure what the row's subject failed with, if it did
 * @param findings what was seen of the promises beside it
 */
record Run(Row row, Optional<Throwable> failure, Findings findings) {
  /**
   * Runs {@code row} in a repository below {@code namespace}.
   *
   * @return also when the registry did not do what the row says, or broke the connection
   */
  static Run of(Row row, Registry registry, String namespace) {
    var findings = new Findings();
    try {
      row.script().run(new Repository(registry, namespace + "/" + row.id(), findings));
      return new Run(row, Optional.empty(), findings);
    } catch (AssertionError | IOException e) {
      return new Run(row, Optional.of(e), findings);
    }
  }
}
