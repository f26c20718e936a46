package dev.lading.runtime.command;

import dev.lading.runtime.container.UnpackedImage;
import dev.lading.runtime.image.ImageException;
import dev.lading.runtime.image.Platform;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the client program. */
@Command(
    name = "lading",
    description = "Commands that ask a registry. Others: lading --help.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {"", "Example: lading trust sign localhost:5000/team/app:1.0"})
public final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  /** Exits 0 when all is done, 1 when something went wrong, 2 when it was asked wrongly. */
  public static void main(String[] args) {
    System.exit(commandLine(Surroundings.ofThisProcess()).execute(args));
  }

  static CommandLine commandLine(Surroundings surroundings) {
    CommandLine trust =
        new CommandLine(new TrustCommand())
            .addSubcommand(new InitCommand(surroundings))
            .addSubcommand(new SignCommand(surroundings))
            .addSubcommand(new RevokeCommand(surroundings))
            .addSubcommand(new InspectCommand(surroundings))
            .addSubcommand(new KeyCommand(surroundings))
            .addSubcommand(new RotateCommand(surroundings))
            .addSubcommand(new DelegateCommand(surroundings));
    CommandLine main = new CommandLine(new Main()).addSubcommand(trust);
    ContainerCommands.all(surroundings, Main::noImage, _ -> (_, _) -> Optional.empty())
        .forEach(main::addSubcommand);
    return main.setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new Failures());
  }

  /** Until images are pulled, none is here. */
  private static UnpackedImage noImage(String reference, Optional<Platform> platform) {
    throw new ImageException.NotHere(reference);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command.");
  }

  /** What the build wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"lading " + text()};
    }

    static String text() {
      String version = Main.class.getPackage().getImplementationVersion();
      return version == null ? "development" : version;
    }
  }
}
