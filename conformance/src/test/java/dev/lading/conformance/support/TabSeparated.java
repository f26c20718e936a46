package dev.lading.conformance.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Tables in files: a line is a row, tabs part its columns, a line that starts with # is a remark.
 */
public final class TabSeparated {
  private TabSeparated() {}

  /**
   * The rows of a resource.
   *
   * @throws IllegalStateException when a row has not exactly {@code columns} columns, or an empty
   *     one
   */
  public static List<List<String>> read(String resource, int columns) {
    try (var stream = TabSeparated.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException("no resource " + resource);
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> row(resource, line, columns))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> row(String resource, String line, int columns) {
    List<String> row = List.of(line.split("\t", -1));
    if (row.size() != columns || row.stream().anyMatch(String::isBlank)) {
      throw new IllegalStateException("%s: not %d columns: %s".formatted(resource, columns, line));
    }
    return row;
  }
}
