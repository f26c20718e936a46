package dev.lading.conformance.api;

import dev.lading.conformance.support.Repository;
import java.io.IOException;

/**
 * One row of a table.
 *
 * @param id stable: deviations of peers and the requirements of the specification refer to it
 * @param says what holds, in plain English
 * @param script sends the requests and checks the answers, in a repository of its own
 */
public record Row(String id, String says, Script script) {
  /**
   * Requests and checks; throws {@link AssertionError} when the registry does not do what the row
   * says.
   */
  @FunctionalInterface
  public interface Script {
    void run(Repository repository) throws IOException;
  }

  static Row row(String id, String says, Script script) {
    return new Row(id, says, script);
  }

  @Override
  public String toString() {
    return id + ": " + says;
  }
}
