package dev.lading.runtime.command;

import java.util.List;
import picocli.CommandLine;

/** The command line of the client program. */
public final class Main implements Command {
  private final Syntax syntax =
      new Syntax(this, "Commands that ask a registry. Others: lading --help.")
          .footer("Example: lading trust sign localhost:5000/team/app:1.0");

  private Main() {}

  /** Exits 0 when all is done, 1 when something went wrong, 2 when it was asked wrongly. */
  public static void main(String[] args) {
    Thread.ofPlatform().daemon().start(new WarmUp());
    System.exit(commandLine(Surroundings.ofThisProcess(), args).execute(args));
  }

  /** What can be said here; of it only what these arguments name. */
  static CommandLine commandLine(Surroundings surroundings, String... args) {
    return Words.none()
        .and("trust", TrustCommand::new, TrustCommand.words(surroundings))
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
        .under("lading", Main::new, List.of(args))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(new Usage())
        .setExecutionExceptionHandler(new Failures());
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    throw syntax.misuse("Name a command. lading --help lists them.");
  }
}
