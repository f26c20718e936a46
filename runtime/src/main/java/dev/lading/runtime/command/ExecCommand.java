package dev.lading.runtime.command;

import dev.lading.runtime.backend.Backends;
import dev.lading.runtime.backend.Host;
import dev.lading.runtime.bundle.Account;
import dev.lading.runtime.bundle.Accounts;
import dev.lading.runtime.bundle.RuntimeSpec;
import dev.lading.runtime.container.Container;
import dev.lading.runtime.container.ContainerState;
import dev.lading.runtime.container.Entrance;
import dev.lading.runtime.container.RootFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** {@code lading exec}. */
final class ExecCommand implements Command {
  private static final int ACCOUNTS_LIMIT_BYTES = 1 << 20;

  private final Syntax syntax =
      new Syntax(
              this,
              "Runs another command in a container that runs, with the variables and rights of its first"
                  + " one. Ends with its exit code, or as lading run does.")
          .footer("Example: lading exec -it web sh")
          .failsWith(RunCommand.FAILED);

  private final Surroundings surroundings;
  private final Function<Path, RootFiles> roots;

  private final ContainerOptions places = new ContainerOptions(syntax);
  private final ProcessOptions process = new ProcessOptions(syntax);

  private final Supplier<String> asked = syntax.parameter(String.class, "CONTAINER");

  private final Supplier<List<String>> command = syntax.parameters("COMMAND");

  /**
   * @param roots reads files of an image that lies unpacked somewhere
   */
  ExecCommand(Surroundings surroundings, Function<Path, RootFiles> roots) {
    this.surroundings = surroundings;
    this.roots = roots;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  @Override
  public Integer call() {
    Container container = places.containers(surroundings).get(asked.get());
    ContainerState.Running running = places.life(surroundings).running(container);
    Host host = ContainerOptions.host(surroundings);
    Entrance entrance = new Entrance(host, new Backends(host).get(container.recorded().backend()));
    return entrance.run(container, running, another(container), process.interactive());
  }

  private RuntimeSpec.Another another(Container container) {
    return new RuntimeSpec.Another(
        command.get(),
        process.environment(surroundings),
        process.directory().orElse(""),
        process.user().map(user -> account(container, user)),
        process.terminal());
  }

  private Account account(Container container, String user) {
    RootFiles files = roots.apply(Path.of(container.recorded().imageRoot()));
    Optional<byte[]> passwd = files.read("/etc/passwd", ACCOUNTS_LIMIT_BYTES);
    return Accounts.of(passwd, files.read("/etc/group", ACCOUNTS_LIMIT_BYTES)).get(user);
  }
}
