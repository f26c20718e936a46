package dev.lading.runtime.command;

import dev.lading.runtime.container.RootFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;

/** The commands about containers. */
final class ContainerCommands {
  private ContainerCommands() {}

  /**
   * @param images where run gets its image
   * @param roots reads files of an image that lies unpacked somewhere
   */
  static List<CommandLine> all(
      Surroundings surroundings, ImageSources images, Function<Path, RootFiles> roots) {
    return List.of(
        verbatim(new RunCommand(surroundings, images)),
        verbatim(new ExecCommand(surroundings, roots)),
        new CommandLine(new PsCommand(surroundings)),
        new CommandLine(new LogsCommand(surroundings)),
        new CommandLine(new StopCommand(surroundings)),
        new CommandLine(new RmCommand(surroundings)),
        new CommandLine(new ShowCommand(surroundings)));
  }

  /** What stands behind the image or container is another program's, to the letter. */
  private static CommandLine verbatim(Object command) {
    return new CommandLine(command)
        .setStopAtPositional(true)
        .setExpandAtFiles(false)
        .setTrimQuotes(false);
  }
}
