package dev.lading.runtime.command;

import dev.lading.runtime.backend.Backend;
import dev.lading.runtime.backend.Backends;
import dev.lading.runtime.backend.Host;
import dev.lading.runtime.bundle.BundleException.InvalidOption;
import dev.lading.runtime.bundle.RunOptions;
import dev.lading.runtime.bundle.StopSignal;
import dev.lading.runtime.bundle.Tmpfs;
import dev.lading.runtime.bundle.Volume;
import dev.lading.runtime.container.Containers;
import dev.lading.runtime.container.Launcher;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** {@code lading run}. */
final class RunCommand implements Command {
  /** As docker run has it. */
  static final int FAILED = 125;

  private final Syntax syntax =
      new Syntax(
              this,
              "Runs an image as a container, and ends as it ends: with its exit code, or with 125 when this"
                  + " failed, 126 when the command cannot be started, 127 when it is not in the image."
                  + " Signals are passed on, but for SIGQUIT.")
          .footer(
              "Example: lading run --rm -it localhost:5000/team/app:1.0 sh",
              "     or: lading run -d --name web --memory 64m --network host localhost:5000/team/web:2")
          .failsWith(FAILED);

  private final Surroundings surroundings;
  private final ImageSources images;

  private final ContainerOptions places = new ContainerOptions(syntax);
  private final PullOptions pulling = new PullOptions(syntax);
  private final PlatformOption platform = new PlatformOption(syntax);
  private final ProcessOptions process = new ProcessOptions(syntax);
  private final IsolationOptions isolation = new IsolationOptions(syntax);
  private final LimitOptions limits = new LimitOptions(syntax);

  private final Supplier<Optional<String>> name =
      syntax.value(
          String.class,
          OptionSpec.builder("--name").paramLabel("NAME").description("What it is called here."));

  private final Supplier<Boolean> remove =
      syntax.flag(
          OptionSpec.builder("--rm").description("Leaves nothing of it when it has ended."));

  private final Supplier<Boolean> detach =
      syntax.flag(
          OptionSpec.builder("-d", "--detach")
              .description("Leaves it alone once it has begun, and prints its ID."));

  private final Supplier<Optional<String>> entrypoint =
      syntax.value(
          String.class,
          OptionSpec.builder("--entrypoint")
              .paramLabel("PROGRAM")
              .description("Takes the place of the image's, and of its command."));

  private final Supplier<List<String>> volumes =
      syntax.values(
          String.class,
          OptionSpec.builder("-v", "--volume")
              .paramLabel("HOST:CONTAINER[:ro]")
              .description("A file or folder of this machine that it sees. Can be repeated."));

  private final Supplier<List<String>> tmpfs =
      syntax.values(
          String.class,
          OptionSpec.builder("--tmpfs")
              .paramLabel("PATH[:OPTIONS]")
              .description("An empty folder in memory. Can be repeated."));

  private final Supplier<Optional<String>> stopSignal =
      syntax.value(
          String.class,
          OptionSpec.builder("--stop-signal")
              .paramLabel("SIGNAL")
              .description("What lading stop sends first. Default: the image's, else SIGTERM."));

  private final Supplier<Optional<String>> runtime =
      syntax.value(
          String.class,
          OptionSpec.builder("--runtime")
              .paramLabel("NAME")
              .description(
                  "What runs it: runc, crun, bwrap or unshare. Default: the first that works here. bwrap and"
                      + " unshare have no limits, no terminals, no seccomp filter and no exec."));

  private final Supplier<String> image = syntax.parameter(String.class, "IMAGE");

  private final Supplier<List<String>> command = syntax.optionalParameters("COMMAND");

  RunCommand(Surroundings surroundings, ImageSources images) {
    this.surroundings = surroundings;
    this.images = images;
  }

  @Override
  public Syntax syntax() {
    return syntax;
  }

  /** What can be refused without the image is, before it is fetched. */
  @Override
  public Integer call() {
    RunOptions options = options();
    Host host = ContainerOptions.host(surroundings);
    Backend backend = backend(new Backends(host));
    Launcher launcher =
        new Launcher(
            places.containers(surroundings),
            host,
            backend,
            surroundings.clock(),
            surroundings.random());
    Launcher.Prepared prepared = prepare(launcher, options);
    if (!detach.get()) {
      return launcher.run(prepared, process.interactive());
    }
    syntax.out().println(launcher.detach(prepared));
    syntax.out().flush();
    return 0;
  }

  private Launcher.Prepared prepare(Launcher launcher, RunOptions options) {
    return images
        .of(pulling, places.data(surroundings), syntax.err())
        .use(
            image.get(),
            platform.platform(),
            here ->
                launcher.prepare(new Launcher.Request(here, options, checkedName(), remove.get())));
  }

  private Backend backend(Backends backends) {
    return runtime.get().map(backends::get).orElseGet(backends::best);
  }

  private RunOptions options() {
    checkedName();
    if (detach.get() && (process.interactive() || process.terminal())) {
      throw new InvalidOption(
          "-d", "with -i or -t", "nobody can take up its input or its terminal later");
    }
    Path here = Path.of("").toAbsolutePath();
    return new RunOptions(
        new RunOptions.Execution(
            entrypoint.get(),
            command.get(),
            process.environment(surroundings),
            process.directory(),
            process.user(),
            process.terminal()),
        isolation.isolation(),
        limits.limits(),
        volumes.get().stream().map(text -> Volume.parse(text, here)).toList(),
        tmpfs.get().stream().map(Tmpfs::parse).toList(),
        stopSignal.get().map(StopSignal::asked));
  }

  private Optional<String> checkedName() {
    Optional<String> asked = name.get();
    if (asked.isPresent() && !Containers.isName(asked.get())) {
      throw new InvalidOption(
          "--name", asked.get(), "letters, digits, dots, dashes and underscores, two at least");
    }
    return asked;
  }
}
