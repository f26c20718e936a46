package dev.lading.runtime.container;

import dev.lading.runtime.backend.Backend;
import dev.lading.runtime.backend.BackendException;
import dev.lading.runtime.backend.Host;
import dev.lading.runtime.bundle.Accounts;
import dev.lading.runtime.bundle.ExecLimits;
import dev.lading.runtime.bundle.Plan;
import dev.lading.runtime.bundle.RunOptions;
import dev.lading.runtime.bundle.Volume;
import dev.lading.runtime.container.ContainerException.NotStarted;
import dev.lading.runtime.container.Supervisor.Attached;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Starts containers. */
public final class Launcher {
  private static final int ACCOUNTS_LIMIT_BYTES = 1 << 20;

  /** What shells add to a signal's number for an exit code. */
  private static final int SIGNALLED = 128;

  private final Containers containers;
  private final Host host;
  private final Backend backend;
  private final Clock clock;
  private final SecureRandom random;

  public Launcher(
      Containers containers, Host host, Backend backend, Clock clock, SecureRandom random) {
    this.containers = containers;
    this.host = host;
    this.backend = backend;
    this.clock = clock;
    this.random = random;
  }

  /**
   * @param name of the container; one that {@link Containers#isName} takes
   * @param removedAtEnd whether nothing is to be left of it
   */
  public record Request(
      UnpackedImage image, RunOptions options, Optional<String> name, boolean removedAtEnd) {}

  /** A container that is written down, and not begun. */
  public record Prepared(Container container, Plan plan, Request request) {}

  /**
   * Writes down a container: from then on its image is in use.
   *
   * @throws BackendException when the back end cannot give what is asked for
   */
  public Prepared prepare(Request request) {
    ContainerId id = ContainerId.random(random);
    Plan plan = plan(request, id);
    ExecLimits.check(plan);
    backend.refuse(plan);
    Container container = containers.create(record(request, id, plan));
    return new Prepared(container, plan, request);
  }

  /**
   * Runs a container to its end, with our output, and passes on the signals that are sent to us.
   *
   * @param withInput whether it gets our input as well
   * @return its exit code
   * @throws ContainerException.NotStarted when its program did not begin, or a signal ended us
   *     before
   */
  public int run(Prepared prepared, boolean withInput) {
    try {
      Process process = start(prepared, withInput ? Attached.OUTPUT_AND_INPUT : Attached.OUTPUT);
      SignalPassing signals = signals(prepared, process);
      int code = process.waitFor();
      return ended(prepared, code, signals, "");
    } catch (IOException e) {
      throw new UncheckedIOException(prepared.container.folder().toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped waiting for " + prepared.container.title(), e);
    }
  }

  /**
   * Starts a container, and leaves it alone once its program has begun.
   *
   * @throws ContainerException.NotStarted when it did not
   */
  public ContainerId detach(Prepared prepared) {
    Container container = prepared.container;
    try {
      Process process = start(prepared, Attached.NOTHING);
      SignalPassing signals = signals(prepared, process);
      if (!Beginning.await(container.bundle(), process)) {
        ended(prepared, process.waitFor(), signals, Logs.tail(container));
      }
      return container.id();
    } catch (IOException e) {
      throw new UncheckedIOException(container.folder().toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped waiting for " + container.title(), e);
    }
  }

  private Plan plan(Request request, ContainerId id) {
    UnpackedImage image = request.image;
    Accounts accounts =
        Accounts.of(
            image.files().read("/etc/passwd", ACCOUNTS_LIMIT_BYTES),
            image.files().read("/etc/group", ACCOUNTS_LIMIT_BYTES));
    return Plan.of(
        image.config(),
        request.options,
        new Plan.Surroundings(accounts, id.shortened(), host.held()));
  }

  private ContainerRecord record(Request request, ContainerId id, Plan plan) {
    return new ContainerRecord(
        id,
        request.name,
        request.image.name(),
        request.image.manifest().toString(),
        request.image.root().toString(),
        clock.instant(),
        ContainerRecord.shown(plan.arguments()),
        backend.name(),
        plan.stopSignal().number(),
        request.removedAtEnd);
  }

  private Process start(Prepared prepared, Attached attached) throws IOException {
    Container container = prepared.container;
    try {
      makeLayers(container.folder(), prepared.request.image.root());
      for (Volume volume : prepared.plan.volumes()) {
        if (!Files.exists(volume.source())) {
          Files.createDirectories(volume.source()); // as Docker does
        }
      }
      List<Volume> volumes = new ArrayList<>(EtcFiles.write(container.folder(), prepared.plan));
      volumes.addAll(prepared.plan.volumes());
      List<String> launch = backend.launch(container.bundle(), prepared.plan.withVolumes(volumes));
      return new Supervisor(host)
          .start(container.recorded(), container.bundle(), backend, launch, attached);
    } catch (IOException | RuntimeException e) {
      containers.remove(container); // nothing of it runs
      throw e;
    }
  }

  /** The root of what is written is the root of the container: it has the image's rights. */
  private static void makeLayers(Path folder, Path image) throws IOException {
    Files.createSymbolicLink(folder.resolve("lower"), image.toAbsolutePath());
    for (String made : List.of("work", "root", "upper")) {
      Files.createDirectory(folder.resolve(made));
    }
    Path upper = folder.resolve("upper");
    Files.setPosixFilePermissions(upper, Files.getPosixFilePermissions(image));
    for (String owner : List.of("unix:uid", "unix:gid")) {
      Object theirs = Files.getAttribute(image, owner);
      if (!theirs.equals(Files.getAttribute(upper, owner))) {
        Files.setAttribute(upper, owner, theirs);
      }
    }
    Files.setPosixFilePermissions(
        folder.resolve("root"), PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private SignalPassing signals(Prepared prepared, Process supervisor) {
    boolean hasTerminal = prepared.plan.terminal();
    return SignalPassing.begin(prepared.container, backend, host, supervisor, hasTerminal);
  }

  /** A container that ended and is to leave nothing has no folder any more. */
  private int ended(Prepared prepared, int code, SignalPassing signals, String said) {
    Container container = prepared.container;
    OptionalInt signal = signals.endedBy();
    if (signal.isEmpty() && hasBegun(container)) {
      return code;
    }
    if (prepared.request.removedAtEnd) {
      containers.remove(container);
    }
    String program = prepared.plan.arguments().getFirst();
    int failure = signal.isPresent() ? SIGNALLED + signal.getAsInt() : blame(prepared, program);
    throw new NotStarted(program, backend.name(), failure, said);
  }

  private static boolean hasBegun(Container container) {
    return container.bundle().hasBegun() || !Files.exists(container.folder());
  }

  private static int blame(Prepared prepared, String program) {
    Plan plan = prepared.plan;
    return new CommandLookup(prepared.request.image.root())
        .blame(program, plan.environment(), plan.workingDirectory());
  }
}
