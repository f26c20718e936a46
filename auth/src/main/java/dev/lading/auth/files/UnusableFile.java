package dev.lading.auth.files;

import java.nio.file.Path;
import java.util.List;

/** A file that is missing, unreadable, or wrong in what it says; all that is wrong at once. */
public final class UnusableFile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;
  private final transient List<Problem> problems;

  /**
   * One thing that is wrong.
   *
   * @param line counted from 1; 0 when it is about the file as a whole
   * @param message what is wrong and what to do; never a secret, nor what might be one
   */
  public record Problem(int line, String message) {}

  public UnusableFile(Path file, List<Problem> problems) {
    super(text(file, problems));
    this.file = file;
    this.problems = List.copyOf(problems);
  }

  /** Something is wrong with the file as a whole. */
  public UnusableFile(Path file, String message) {
    this(file, List.of(new Problem(0, message)));
  }

  public Path file() {
    return file;
  }

  /** In the order of lines; at least one. */
  public List<Problem> problems() {
    return problems;
  }

  private static String text(Path file, List<Problem> problems) {
    var text = new StringBuilder();
    for (Problem problem : problems) {
      text.append(text.isEmpty() ? "" : "\n").append(file);
      text.append(problem.line() == 0 ? "" : ":" + problem.line());
      text.append(": ").append(problem.message());
    }
    return text.toString();
  }
}
