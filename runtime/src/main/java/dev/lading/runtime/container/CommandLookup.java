package dev.lading.runtime.container;

import dev.lading.runtime.backend.ImageRoot;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Why a program was not started, found out by looking for it afterwards. Links are followed as they
 * lead inside the root; it is only asked whether something is there.
 */
final class CommandLookup {
  private static final int CANNOT_BE_STARTED = 126;
  private static final int NOT_THERE = 127;
  private static final int SOMETHING_ELSE = 125;

  private final ImageRoot root;

  CommandLookup(Path root) {
    this.root = new ImageRoot(root);
  }

  /**
   * An exit code, as Docker and the shells have it.
   *
   * @param environment where {@code PATH} is looked for
   */
  int blame(String program, List<String> environment, String workingDirectory) {
    List<Optional<Path>> found =
        ImageRoot.candidates(program, environment, workingDirectory).stream()
            .map(root::find)
            .filter(Optional::isPresent)
            .toList();
    if (found.isEmpty()) {
      return NOT_THERE;
    }
    return found.stream().map(Optional::orElseThrow).anyMatch(ImageRoot::isProgram)
        ? SOMETHING_ELSE
        : CANNOT_BE_STARTED;
  }
}
