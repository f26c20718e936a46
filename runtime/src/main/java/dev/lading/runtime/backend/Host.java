package dev.lading.runtime.backend;

import dev.lading.runtime.bundle.Capabilities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What this machine is, as far as containers care.
 *
 * @param folders where programs are looked for, in order
 * @param isRoot whether we are; others get a user namespace, in which only they are root
 * @param held a bit for each capability that we can give
 * @param ignoresSignals whether whoever started us had us ignore some, as shells do in the
 *     background
 * @param architecture in Go's words
 * @param kernel as /proc/sys/kernel/osrelease has it
 */
public record Host(
    List<Path> folders,
    boolean isRoot,
    long held,
    Cgroups cgroups,
    boolean limitsSwap,
    boolean ignoresSignals,
    String architecture,
    String kernel) {
  private static final List<String> USUAL_FOLDERS =
      List.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin");
  private static final Path MEMORY = Path.of("/sys/fs/cgroup/memory/memory.memsw.limit_in_bytes");

  /** Which control groups are mounted. */
  public enum Cgroups {
    NONE,
    V1,
    /** Controllers in version 1, and some in version 2 beside it. */
    HYBRID,
    V2
  }

  public Host {
    folders = List.copyOf(folders);
  }

  /**
   * @param path as the variable has it; empty for the usual folders only
   * @param architecture in Go's words
   */
  public static Host look(String path, String architecture) throws IOException {
    List<String> status = Files.readAllLines(Path.of("/proc/self/status"));
    Cgroups cgroups = cgroups(Files.readAllLines(Path.of("/proc/self/mounts")));
    boolean isRoot = field(status, "Uid").split("\\s+", -1)[1].equals("0");
    return new Host(
        Stream.concat(
                Pattern.compile(":", Pattern.LITERAL).splitAsStream(path), USUAL_FOLDERS.stream())
            .filter(folder -> folder.startsWith("/"))
            .map(Path::of)
            .toList(),
        isRoot,
        isRoot ? Long.parseUnsignedLong(field(status, "CapEff"), 16) : Capabilities.everything(),
        cgroups,
        cgroups == Cgroups.V2 || Files.exists(MEMORY),
        Long.parseUnsignedLong(field(status, "SigIgn"), 16) != 0,
        architecture,
        Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
  }

  /** An absolute path. */
  public Optional<Path> find(String program) {
    return folders.stream()
        .map(folder -> folder.resolve(program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * @throws BackendException.NoBackend when it is not installed
   */
  public String get(String program) {
    return find(program)
        .map(Path::toString)
        .orElseThrow(() -> new BackendException.NoBackend(List.of(program + " is not installed")));
  }

  private static Cgroups cgroups(List<String> mounts) {
    boolean hasV1 = mounts.stream().anyMatch(isMounted("cgroup"));
    boolean hasV2 = mounts.stream().anyMatch(isMounted("cgroup2"));
    if (hasV1) {
      return hasV2 ? Cgroups.HYBRID : Cgroups.V1;
    }
    return hasV2 ? Cgroups.V2 : Cgroups.NONE;
  }

  private static Predicate<String> isMounted(String type) {
    return line -> line.split(" ", 4).length > 3 && line.split(" ", 4)[2].equals(type);
  }

  private static String field(List<String> status, String name) {
    return status.stream()
        .filter(line -> line.startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("/proc/self/status has no " + name));
  }
}
