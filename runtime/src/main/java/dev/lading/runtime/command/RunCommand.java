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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lading run}. */
@Command(
    name = "run",
    description = {
      "Runs an image as a container, and ends as it ends: with its exit code, or with 125 when this"
          + " failed, 126 when the command cannot be started, 127 when it is not in the image."
          + " Signals are passed on, but for SIGQUIT."
    },
    mixinStandardHelpOptions = true,
    exitCodeOnInvalidInput = RunCommand.FAILED,
    exitCodeOnExecutionException = RunCommand.FAILED,
    footer = {
      "",
      "Example: lading run --rm -it localhost:5000/team/app:1.0 sh",
      "     or: lading run -d --name web --memory 64m --network host localhost:5000/team/web:2"
    })
final class RunCommand implements Callable<Integer> {
  /** As docker run has it. */
  static final int FAILED = 125;

  private final Surroundings surroundings;
  private final ImageSources images;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private ContainerOptions places = new ContainerOptions();
  @Mixin private PullOptions pulling = new PullOptions();
  @Mixin private PlatformOption platform = new PlatformOption();
  @Mixin private ProcessOptions process = new ProcessOptions();
  @Mixin private IsolationOptions isolation = new IsolationOptions();
  @Mixin private LimitOptions limits = new LimitOptions();

  @Option(names = "--name", paramLabel = "NAME", description = "What it is called here.")
  private @Nullable String name;

  @Option(names = "--rm", description = "Leaves nothing of it when it has ended.")
  private boolean remove;

  @Option(
      names = {"-d", "--detach"},
      description = "Leaves it alone once it has begun, and prints its ID.")
  private boolean detach;

  @Option(
      names = "--entrypoint",
      paramLabel = "PROGRAM",
      description = "Takes the place of the image's, and of its command.")
  private @Nullable String entrypoint;

  @Option(
      names = {"-v", "--volume"},
      paramLabel = "HOST:CONTAINER[:ro]",
      description = "A file or folder of this machine that it sees. Can be repeated.")
  private List<String> volumes = new ArrayList<>();

  @Option(
      names = "--tmpfs",
      paramLabel = "PATH[:OPTIONS]",
      description = "An empty folder in memory. Can be repeated.")
  private List<String> tmpfs = new ArrayList<>();

  @Option(
      names = "--stop-signal",
      paramLabel = "SIGNAL",
      description = "What lading stop sends first. Default: the image's, else SIGTERM.")
  private @Nullable String stopSignal;

  @Option(
      names = "--runtime",
      paramLabel = "NAME",
      description =
          "What runs it: runc, crun, bwrap or unshare. Default: the first that works here. bwrap and"
              + " unshare have no limits, no terminals, no seccomp filter and no exec.")
  private @Nullable String runtime;

  @Parameters(index = "0", paramLabel = "IMAGE")
  private String image = "";

  @Parameters(index = "1..*", paramLabel = "COMMAND", arity = "0..*")
  private List<String> command = new ArrayList<>();

  RunCommand(Surroundings surroundings, ImageSources images) {
    this.surroundings = surroundings;
    this.images = images;
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
    if (!detach) {
      return launcher.run(prepared, process.interactive());
    }
    spec.commandLine().getOut().println(launcher.detach(prepared));
    spec.commandLine().getOut().flush();
    return 0;
  }

  private Launcher.Prepared prepare(Launcher launcher, RunOptions options) {
    return images
        .of(pulling, places.data(surroundings), spec.commandLine().getErr())
        .use(
            image,
            platform.platform(),
            here -> launcher.prepare(new Launcher.Request(here, options, checkedName(), remove)));
  }

  private Backend backend(Backends backends) {
    return runtime == null ? backends.best() : backends.get(runtime);
  }

  private RunOptions options() {
    checkedName();
    if (detach && (process.interactive() || process.terminal())) {
      throw new InvalidOption(
          "-d", "with -i or -t", "nobody can take up its input or its terminal later");
    }
    Path here = Path.of("").toAbsolutePath();
    return new RunOptions(
        new RunOptions.Execution(
            Optional.ofNullable(entrypoint),
            command,
            process.environment(surroundings),
            process.directory(),
            process.user(),
            process.terminal()),
        isolation.isolation(),
        limits.limits(),
        volumes.stream().map(text -> Volume.parse(text, here)).toList(),
        tmpfs.stream().map(Tmpfs::parse).toList(),
        Optional.ofNullable(stopSignal).map(StopSignal::asked));
  }

  private Optional<String> checkedName() {
    if (name != null && !Containers.isName(name)) {
      throw new InvalidOption(
          "--name", name, "letters, digits, dots, dashes and underscores, two at least");
    }
    return Optional.ofNullable(name);
  }
}
