package dev.lading.runtime.command;

import dev.lading.runtime.credentials.Logins;
import dev.lading.runtime.registry.RegistryHost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lading logout}. */
@Command(
    name = "logout",
    description =
        "Forgets the login to a registry, wherever docker or the containers tools keep it.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: lading logout localhost:5000"})
final class LogoutCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "HOST[:PORT]")
  private String host = "";

  private final Surroundings surroundings;

  LogoutCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public void run() {
    RegistryHost registry = RegistryHost.parse(host);
    boolean known = Logins.of(surroundings.environment(), surroundings.home()).erase(registry);
    spec.commandLine()
        .getOut()
        .println(known ? "Logged out of " + registry + "." : "Not logged in to " + registry + ".");
  }
}
