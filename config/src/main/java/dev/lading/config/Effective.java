package dev.lading.config;

import java.util.List;

/**
 * The outcome of reading a configuration: the record, if it may be used, and all that is to be said
 * about it. Immutable.
 */
public final class Effective<T> {
  private final T value;
  private final Section root;
  private final List<Problem> problems;

  Effective(T value, Section root, List<Problem> problems) {
    this.value = value;
    this.root = root;
    this.problems = problems;
  }

  /**
   * The record that was read.
   *
   * @throws InvalidConfiguration when there is an error: with one, a default may stand where
   *     something else was meant
   */
  public T get() {
    if (!errors().isEmpty()) {
      throw new InvalidConfiguration(problems);
    }
    return value;
  }

  /** Errors and warnings in reading order. */
  public List<Problem> problems() {
    return problems;
  }

  public List<Problem> errors() {
    return of(Problem.Severity.ERROR);
  }

  public List<Problem> warnings() {
    return of(Problem.Severity.WARNING);
  }

  /**
   * All that is in force as a {@code config.yml}, which reads as the same configuration again:
   * comments tell defaults and variables, and secrets are {@code ***}.
   */
  public String render() {
    return new Rendering().render(root);
  }

  private List<Problem> of(Problem.Severity severity) {
    return problems.stream().filter(problem -> problem.severity() == severity).toList();
  }
}
