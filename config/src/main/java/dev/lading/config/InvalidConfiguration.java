package dev.lading.config;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The configuration cannot be used. Its message has one line for each problem, warnings included,
 * so that the file is mended in one go.
 */
public final class InvalidConfiguration extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  InvalidConfiguration(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** All problems in reading order; at least one is an error. */
  public List<Problem> problems() {
    return problems;
  }
}
