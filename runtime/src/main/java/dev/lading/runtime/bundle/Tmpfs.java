package dev.lading.runtime.bundle;

import dev.lading.runtime.bundle.BundleException.InvalidOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An empty file system in memory.
 *
 * @param target absolute, in the container
 * @param options as mount(8) takes them
 */
public record Tmpfs(String target, List<String> options) {
  private static final String OPTION = "--tmpfs";

  /** What is usual, and what takes it back. */
  private static final Map<String, String> USUAL =
      Map.of("noexec", "exec", "nosuid", "suid", "nodev", "dev");

  private static final Set<String> FLAGS =
      Set.of("ro", "rw", "exec", "noexec", "suid", "nosuid", "dev", "nodev", "noatime");
  private static final Pattern VALUES =
      Pattern.compile(
          "size=[0-9]{1,18}[kmg%]?|nr_inodes=[0-9]{1,18}[kmg]?|mode=[0-7]{1,4}|[ug]id=[0-9]{1,9}");

  public Tmpfs {
    options = List.copyOf(options);
  }

  /** {@code /path} with {@code :options}. Nothing in it is executed unless {@code exec} says so. */
  public static Tmpfs parse(String text) {
    int colon = text.indexOf(':');
    String path = colon < 0 ? text : text.substring(0, colon);
    List<String> asked =
        colon < 0 ? List.of() : Arrays.asList(text.substring(colon + 1).split(",", -1));
    for (String option : asked) {
      if (!FLAGS.contains(option) && !VALUES.matcher(option).matches()) {
        throw new InvalidOption(OPTION, text, "'" + option + "' is not an option of a tmpfs here");
      }
    }
    return new Tmpfs(InContainer.path(OPTION, text, path), withUsual(asked));
  }

  public boolean readOnly() {
    return options.contains("ro");
  }

  private static List<String> withUsual(List<String> asked) {
    List<String> options = new ArrayList<>();
    for (String usual : List.of("nosuid", "nodev", "noexec")) {
      if (!asked.contains(USUAL.get(usual)) && !asked.contains(usual)) {
        options.add(usual);
      }
    }
    if (asked.stream().noneMatch(option -> option.startsWith("mode="))) {
      options.add("mode=1777");
    }
    options.addAll(asked);
    return options;
  }
}
