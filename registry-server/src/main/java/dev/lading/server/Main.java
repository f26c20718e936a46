package dev.lading.server;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
    name = "lading",
    description = "A private OCI/Docker registry.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Commands that ask a registry, each with its own --help:",
      "  trust      Signs tags, and shows who signed them.",
      "  login, logout",
      "  pull, images, rmi",
      "  run, ps, logs, exec, stop, rm, inspect",
      "",
      "Example: lading serve",
      "  serves ./lading-data on 127.0.0.1:5000; then, for instance:",
      "  skopeo copy --dest-tls-verify=false oci:image:v1 docker://127.0.0.1:5000/team/app:v1"
    })
public final class Main implements Runnable {
  private static final List<Class<?>> COMMANDS =
      List.of(
          ServeCommand.class,
          ConfigCommand.class,
          UserCommand.class,
          RobotCommand.class,
          AuthCommand.class,
          BackupCommand.class,
          RestoreCommand.class,
          ProbeCommand.class,
          GcCommand.class,
          DuCommand.class,
          ScrubCommand.class,
          VersionCommand.class,
          RehearseCommand.class);

  @Spec private CommandSpec spec;

  Main(CommandSpec spec) {
    this.spec = spec;
  }

  /** Exits 0 when all is done, 1 when something went wrong, 2 when it was asked wrongly. */
  public static void main(String[] args) {
    int status = commandLine(args).execute(args);
    LogOutput.end();
    System.exit(status);
  }

  /**
   * What can be said on the command line. To learn all commands takes a quarter of a start, so
   * whoever names one gets that one alone.
   */
  static CommandLine commandLine(String... args) {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new Main(CommandSpec.create()));
    CommandLine line = new CommandLine(spec);
    List<Class<?>> named = COMMANDS.stream().filter(command -> isNamed(command, args)).toList();
    (named.isEmpty() ? COMMANDS : named).forEach(line::addSubcommand);
    return line.setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new Failures());
  }

  private static boolean isNamed(Class<?> command, String... args) {
    return args.length > 0 && command.getAnnotation(Command.class).name().equals(args[0]);
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
