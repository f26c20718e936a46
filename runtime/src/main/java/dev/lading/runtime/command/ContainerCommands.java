package dev.lading.runtime.command;

import dev.lading.runtime.container.RootFiles;
import java.nio.file.Path;
import java.util.function.Function;

/** The commands about containers. */
final class ContainerCommands {
  private ContainerCommands() {}

  /**
   * @param images where run gets its image
   * @param roots reads files of an image that lies unpacked somewhere
   */
  static Words words(
      Surroundings surroundings, ImageSources images, Function<Path, RootFiles> roots) {
    return Words.none()
        .andVerbatim("run", () -> new RunCommand(surroundings, images))
        .andVerbatim("exec", () -> new ExecCommand(surroundings, roots))
        .and("ps", () -> new PsCommand(surroundings))
        .and("logs", () -> new LogsCommand(surroundings))
        .and("stop", () -> new StopCommand(surroundings))
        .and("rm", () -> new RmCommand(surroundings))
        .and("inspect", () -> new ShowCommand(surroundings));
  }
}
