package dev.lading.runtime.command;

import java.util.List;
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
    Thread.ofPlatform().daemon().start(new WarmUp());
    System.exit(commandLine(Surroundings.ofThisProcess(), args).execute(args));
  }

  /** What can be said here; of it only what these arguments name. */
  static CommandLine commandLine(Surroundings surroundings, String... args) {
    List<String> named = List.of(args);
    Words trust =
        Words.none()
            .and("init", () -> new InitCommand(surroundings))
            .and("sign", () -> new SignCommand(surroundings))
            .and("revoke", () -> new RevokeCommand(surroundings))
            .and("inspect", () -> new InspectCommand(surroundings))
            .and("key", () -> new KeyCommand(surroundings))
            .and("rotate", () -> new RotateCommand(surroundings))
            .and("delegate", () -> new DelegateCommand(surroundings));
    return Words.none()
        .and("trust", TrustCommand::new, trust, named.stream().skip(1).findFirst())
        .and("login", () -> new LoginCommand(surroundings))
        .and("logout", () -> new LogoutCommand(surroundings))
        .and("pull", () -> new PullCommand(surroundings))
        .and("images", () -> new ImagesCommand(surroundings))
        .and("rmi", () -> new RmiCommand(surroundings))
        .and("rehearse", () -> new RehearseCommand(surroundings))
        .and(
            ContainerCommands.words(
                surroundings,
                (options, data, err) -> new PulledImages(surroundings, options, data, err),
                PulledImages::files))
        .under("lading", Main::new, named.stream().findFirst())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new Usage())
        .setExecutionExceptionHandler(new Failures());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name a command. lading --help lists them.");
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
