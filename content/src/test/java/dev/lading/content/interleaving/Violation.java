package dev.lading.content.interleaving;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An execution that went wrong.
 *
 * @param what went wrong, after the last step
 */
public record Violation(String what, List<Taken> steps) {
  public Violation {
    steps = List.copyOf(steps);
  }

  /**
   * A step that was taken.
   *
   * @param who an operation, or {@link Explorer#NOBODY}
   */
  public record Taken(String who, String what, String observed) {}

  /** Who took the steps, in order: enough to take them again. */
  public List<String> schedule() {
    return steps.stream().map(Taken::who).toList();
  }

  /** For people. */
  @Override
  public String toString() {
    String trace =
        IntStream.range(0, steps.size())
            .mapToObj(i -> "%4d. %s".formatted(i + 1, line(steps.get(i))))
            .collect(Collectors.joining("\n"));
    return what + "\n" + trace + "\nschedule: " + String.join(" ", schedule());
  }

  private static String line(Taken step) {
    return "%-12s %s -> %s".formatted(step.who(), step.what(), step.observed());
  }
}
