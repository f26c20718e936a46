package dev.lading.runtime.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Why a program was not started, found out by looking for it afterwards. Links are followed as they
 * lead inside the root; it is only asked whether something is there.
 */
final class CommandLookup {
  private static final int CANNOT_BE_STARTED = 126;
  private static final int NOT_THERE = 127;
  private static final int SOMETHING_ELSE = 125;
  private static final int LINKS_LIMIT = 40;

  private final Path root;

  CommandLookup(Path root) {
    this.root = root;
  }

  /**
   * An exit code, as Docker and the shells have it.
   *
   * @param environment where {@code PATH} is looked for
   */
  int blame(String program, List<String> environment, String workingDirectory) {
    List<Optional<Path>> found =
        candidates(program, environment, workingDirectory).stream()
            .map(this::resolve)
            .filter(Optional::isPresent)
            .toList();
    if (found.isEmpty()) {
      return NOT_THERE;
    }
    return found.stream().map(Optional::orElseThrow).anyMatch(CommandLookup::isProgram)
        ? SOMETHING_ELSE
        : CANNOT_BE_STARTED;
  }

  private static List<String> candidates(
      String program, List<String> environment, String workingDirectory) {
    if (program.contains("/")) {
      return List.of(program.startsWith("/") ? program : workingDirectory + "/" + program);
    }
    return environment.stream()
        .filter(setting -> setting.startsWith("PATH="))
        .flatMap(setting -> Arrays.stream(setting.substring("PATH=".length()).split(":", -1)))
        .map(folder -> folder + "/" + program)
        .toList();
  }

  private static boolean isProgram(Path file) {
    try {
      Set<PosixFilePermission> permissions =
          Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
      return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
          && (permissions.contains(PosixFilePermission.OWNER_EXECUTE)
              || permissions.contains(PosixFilePermission.GROUP_EXECUTE)
              || permissions.contains(PosixFilePermission.OTHERS_EXECUTE));
    } catch (IOException _) {
      return false;
    }
  }

  /** Step by step, as chroot(2) would lead: {@code ..} of the root is the root. */
  private Optional<Path> resolve(String path) {
    Deque<String> ahead = new ArrayDeque<>(Arrays.asList(path.split("/")));
    Path at = root;
    int links = 0;
    while (!ahead.isEmpty()) {
      String step = ahead.pop();
      if (step.isEmpty() || step.equals(".")) {
        continue;
      }
      if (step.equals("..")) {
        at = at.equals(root) ? root : at.resolveSibling("").normalize();
        continue;
      }
      Path next = at.resolve(step);
      if (!Files.exists(next, LinkOption.NOFOLLOW_LINKS)) {
        return Optional.empty();
      }
      if (!Files.isSymbolicLink(next)) {
        at = next;
        continue;
      }
      Optional<String> target = ++links > LINKS_LIMIT ? Optional.empty() : target(next);
      if (target.isEmpty()) {
        return Optional.empty();
      }
      at = target.get().startsWith("/") ? root : at;
      Arrays.asList(target.get().split("/")).reversed().forEach(ahead::push);
    }
    return Optional.of(at);
  }

  private static Optional<String> target(Path link) {
    try {
      return Optional.of(Files.readSymbolicLink(link).toString());
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
