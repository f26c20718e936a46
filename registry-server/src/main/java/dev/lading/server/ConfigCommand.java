package dev.lading.server;

import dev.lading.config.Effective;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code lading config check|print}. */
@Command(
    name = "config",
    description = "Checks or prints the configuration.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: lading config check --config config.yml"})
final class ConfigCommand implements Runnable {
  private static final int REFUSED = 1;
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Name one of: check, print.");
  }

  @Command(
      name = "check",
      description = "Says all that is wrong with the configuration; exits 1 when it is refused.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example: lading config check --config config.yml"})
  int check(@Mixin ConfigOptions options) {
    Effective<ServerSettings> effective = options.effective();
    CommandLine command = spec.commandLine();
    effective.problems().forEach(problem -> command.getErr().println(problem));
    if (!effective.errors().isEmpty()) {
      return REFUSED;
    }
    List<String> unusable = AuthFiles.problems(effective.get());
    unusable.forEach(problem -> command.getErr().println("error: " + problem));
    if (!unusable.isEmpty()) {
      return REFUSED;
    }
    command.getOut().println("The configuration is fine.");
    return 0;
  }

  @Command(
      name = "print",
      description = {
        "Prints all that is in force as a config.yml: defaults and variables are marked, secrets"
            + " are ***."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example: REGISTRY_HTTP_ADDR=:5000 lading config print"})
  int print(@Mixin ConfigOptions options) {
    Effective<ServerSettings> effective = options.effective();
    CommandLine command = spec.commandLine();
    effective.problems().forEach(problem -> command.getErr().println(problem));
    command.getOut().print(effective.render());
    command.getOut().flush();
    return effective.errors().isEmpty() ? 0 : REFUSED;
  }
}
