package dev.lading.runtime.backend;

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
 * The root filesystem of an image, in which links lead as in a container. Nothing in it is opened,
 * and nobody changes it: images are never written to.
 */
public record ImageRoot(Path folder) {
  private static final int LINKS_LIMIT = 40;

  /**
   * Where a path leads, step by step as chroot(2) would: {@code ..} of the root is the root. What
   * is not there is where it would be made.
   *
   * @return absolute in the container, without links and dots; empty for a circle of links
   */
  public Optional<Path> resolve(String path) {
    Deque<String> ahead = new ArrayDeque<>(Arrays.asList(path.split("/")));
    Path root = Path.of("/");
    Path at = root;
    int links = 0;
    while (!ahead.isEmpty()) {
      Path next = at.resolve(ahead.pop()).normalize();
      Optional<String> target = next.equals(root) ? Optional.empty() : target(outside(next));
      if (target.isEmpty()) {
        at = next;
        continue;
      }
      if (++links > LINKS_LIMIT) {
        return Optional.empty();
      }
      at = target.get().startsWith("/") ? root : at;
      Arrays.asList(target.get().split("/")).reversed().forEach(ahead::push);
    }
    return Optional.of(at);
  }

  /** What is there, if anything is; a link only where {@link #resolve} finds none. */
  public Optional<Path> find(String path) {
    return resolve(path)
        .map(this::outside)
        .filter(found -> Files.exists(found, LinkOption.NOFOLLOW_LINKS));
  }

  /**
   * Where a program may lie, whether or not anything is there.
   *
   * @param environment where {@code PATH} is looked for
   */
  public static List<String> candidates(
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

  /** Whether it is a file that somebody may execute. */
  public static boolean isProgram(Path file) {
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

  private Path outside(Path inside) {
    return folder.resolve(Path.of("/").relativize(inside));
  }

  private static Optional<String> target(Path file) {
    try {
      return Files.isSymbolicLink(file)
          ? Optional.of(Files.readSymbolicLink(file).toString())
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
