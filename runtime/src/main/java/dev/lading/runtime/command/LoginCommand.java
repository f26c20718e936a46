package dev.lading.runtime.command;

import dev.lading.runtime.credentials.Logins;
import dev.lading.runtime.registry.RegistryHost;
import dev.lading.runtime.registry.client.RegistryClient;
import dev.lading.runtime.registry.http.PlainHttp;
import dev.lading.runtime.registry.http.Transport;
import dev.lading.runtime.registry.login.Credentials;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** {@code lading login}. */
final class LoginCommand implements Command {
  private static final int LONGEST = 64 * 1024;

  private final Syntax syntax =
      new Syntax(
              this,
              "Tries a name and a password with a registry, and keeps them where docker keeps its own: in its"
                  + " credential helper if one is configured, else in $DOCKER_CONFIG/config.json.")
          .footer(
              "Example: lading login localhost:5000",
              "     or: lading login -u ci --password-stdin localhost:5000 < password.txt");

  private final Supplier<Optional<String>> user =
      syntax.value(
          String.class,
          OptionSpec.builder("-u", "--username")
              .paramLabel("NAME")
              .description("Who logs in. You are asked at the terminal otherwise."));

  private final Supplier<Boolean> fromInput =
      syntax.flag(
          OptionSpec.builder("--password-stdin")
              .description("Reads the password from standard input."));

  private final Supplier<Boolean> plainHttp =
      syntax.flag(
          OptionSpec.builder("--plain-http")
              .description(
                  "Ask the registry in clear text if it speaks no TLS. On this machine that needs no"
                      + " option."));

  private final Supplier<String> host = syntax.parameter(String.class, "HOST[:PORT]");

  private final Surroundings surroundings;

  LoginCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    RegistryHost registry = RegistryHost.parse(host.get());
    Credentials credentials = credentials();
    try (Transport transport =
        surroundings.transport(plainHttp.get() ? PlainHttp.ANYWHERE : PlainHttp.LOOPBACK)) {
      RegistryClient.connect(
              registry, transport, _ -> Optional.of(credentials), surroundings.clock())
          .ping();
    }
    Logins.of(surroundings.environment(), surroundings.home()).store(registry, credentials);
    syntax.out().println("Logged in to " + registry + ".");
    return 0;
  }

  private Credentials credentials() {
    String name = user.get().orElseGet(() -> asked("--username").readLine("Username: "));
    String password = fromInput.get() ? read() : typed();
    if (name == null || name.isEmpty() || name.indexOf(':') >= 0 || password.isEmpty()) {
      throw syntax.misuse("A login is a name without a colon, and a password.");
    }
    return new Credentials.Password(name, password);
  }

  private String typed() {
    char[] typed = asked("--password-stdin").readPassword("Password: ");
    return typed == null ? "" : new String(typed);
  }

  private Console asked(String instead) {
    return surroundings
        .terminal()
        .orElseThrow(() -> syntax.misuse("There is no terminal to ask at. Use " + instead + "."));
  }

  /** Without the end of line that a text file has. */
  private static String read() {
    try (InputStream in = System.in) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8).replaceAll("\r?\n$", "");
    } catch (IOException e) {
      throw new UncheckedIOException("standard input cannot be read", e);
    }
  }
}
