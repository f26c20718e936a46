package dev.lading.runtime.bundle;

import dev.lading.runtime.bundle.BundleException.InvalidOption;
import java.nio.file.Path;
import java.util.List;

/**
 * A file or folder of this machine that a container sees.
 *
 * @param source absolute
 * @param target absolute, in the container
 */
public record Volume(Path source, String target, boolean readOnly) {
  private static final String OPTION = "-v";

  /**
   * {@code source:target} with {@code :ro} or {@code :rw}.
   *
   * @param here what a source that begins with a dot is below
   */
  public static Volume parse(String text, Path here) {
    List<String> parts = List.of(text.split(":", -1));
    if (parts.size() < 2 || parts.size() > 3) {
      throw new InvalidOption(OPTION, text, "write /host/path:/container/path, and :ro or nothing");
    }
    return new Volume(
        source(text, parts.getFirst(), here),
        InContainer.path(OPTION, text, parts.get(1)),
        parts.size() == 3 && readOnly(text, parts.get(2)));
  }

  private static Path source(String text, String source, Path here) {
    boolean isPath =
        source.startsWith("/")
            || source.equals(".")
            || source.startsWith("./")
            || source.startsWith("../");
    if (!isPath) {
      throw new InvalidOption(
          OPTION,
          text,
          "volumes with names are not kept here. Write a path that begins with / or ./");
    }
    return here.resolve(source).normalize();
  }

  private static boolean readOnly(String text, String option) {
    return switch (option) {
      case "ro" -> true;
      case "rw" -> false;
      default -> throw new InvalidOption(OPTION, text, "only ro and rw may stand behind the paths");
    };
  }
}
