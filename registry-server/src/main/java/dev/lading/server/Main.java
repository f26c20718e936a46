package dev.lading.server;

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
    subcommands = {
      ServeCommand.class,
      ConfigCommand.class,
      UserCommand.class,
      RobotCommand.class,
      AuthCommand.class,
      BackupCommand.class,
      RestoreCommand.class,
      ProbeCommand.class,
      VersionCommand.class,
      RehearseCommand.class
    },
    footer = {
      "  trust      Signs tags, and shows who signed them: lading trust --help.",
      "",
      "Example: lading serve",
      "  serves ./lading-data on 127.0.0.1:5000; then, for instance:",
      "  skopeo copy --dest-tls-verify=false oci:image:v1 docker://127.0.0.1:5000/team/app:v1"
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  Main(CommandSpec spec) {
    this.spec = spec;
  }

  /** Exits 0 when all is done, 1 when something went wrong, 2 when it was asked wrongly. */
  public static void main(String[] args) {
    int status = commandLine().execute(args);
    LogOutput.end();
    System.exit(status);
  }

  static CommandLine commandLine() {
    CommandSpec spec = CommandSpec.forAnnotatedObject(new Main(CommandSpec.create()));
    return new CommandLine(spec)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(new Failures());
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
