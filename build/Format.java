import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Checks, or rewrites, the format of every Java source below a directory: {@code Format check|fix DIR}. One formatter, no
 * options; exits 1 and names the files when {@code check} finds any that differ.
 */
class Format {
  private static final Formatter FORMATTER = new Formatter(JavaFormatterOptions.defaultOptions());

  public static void main(String[] args) throws IOException {
    boolean fix = args[0].equals("fix");
    List<Path> differing = sources(Path.of(args[1])).stream().parallel().filter(f -> differs(f, fix)).sorted().toList();
    differing.forEach(file -> System.err.println((fix ? "formatted " : "badly formatted: ") + file));
    if (!fix && !differing.isEmpty()) {
      System.err.println("To format them: mvn -N initialize -Dformat=fix");
      System.exit(1);
    }
  }

  private static List<Path> sources(Path root) throws IOException {
    try (var files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".java") && root.relativize(file).toString().contains("src/"))
          .toList();
    }
  }

  private static boolean differs(Path file, boolean fix) {
    try {
      String before = Files.readString(file);
      String ordered = ImportOrderer.reorderImports(
              RemoveUnusedImports.removeUnusedImports(before), JavaFormatterOptions.Style.GOOGLE);
      String after = FORMATTER.formatSource(ordered);
      if (fix && !before.equals(after)) {
        Files.writeString(file, after);
      }
      return !before.equals(after);
    } catch (IOException | FormatterException e) {
      throw new IllegalStateException(file + ": " + e.getMessage(), e);
    }
  }
}
