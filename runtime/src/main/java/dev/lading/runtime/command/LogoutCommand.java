package dev.lading.runtime.command;

import dev.lading.runtime.credentials.Logins;
import dev.lading.runtime.registry.RegistryHost;
import java.util.function.Supplier;

/** {@code lading logout}. */
final class LogoutCommand implements Command {
  private final Syntax syntax =
      new Syntax(
              this,
              "Forgets the login to a registry, wherever docker or the containers tools keep it.")
          .footer("Example: lading logout localhost:5000");

  private final Supplier<String> host = syntax.parameter(String.class, "HOST[:PORT]");

  private final Surroundings surroundings;

  LogoutCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    RegistryHost registry = RegistryHost.parse(host.get());
    boolean known = Logins.of(surroundings.environment(), surroundings.home()).erase(registry);
    syntax
        .out()
        .println(known ? "Logged out of " + registry + "." : "Not logged in to " + registry + ".");
    return 0;
  }
}
