package dev.lading.runtime.container;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lading.runtime.backend.Backend;
import dev.lading.runtime.backend.Backends;
import dev.lading.runtime.bundle.StopSignal;
import dev.lading.runtime.container.ContainerException.NotRunning;
import dev.lading.runtime.container.ContainerException.StillThere;
import dev.lading.runtime.container.ContainerState.Created;
import dev.lading.runtime.container.ContainerState.Running;
import dev.lading.runtime.registry.http.JsonDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at containers that were started, and ends them. */
public final class Life {
  private static final Duration AFTER_KILL = Duration.ofSeconds(10);

  private final Containers containers;
  private final Backends backends;

  public Life(Containers containers, Backends backends) {
    this.containers = containers;
    this.backends = backends;
  }

  /** As it is now, whatever became of those who held it. */
  public ContainerState state(Container container) {
    return container.state(this::isOrphan);
  }

  /** Its runtime knows whether it runs on without its supervisor. */
  private boolean isOrphan(Container container) {
    Optional<List<String>> question =
        container.record().flatMap(record -> backend(record).state(container.bundle()));
    if (question.isEmpty() || !Files.isDirectory(container.folder().resolve("oci"))) {
      return false;
    }
    try {
      Programs.Ended answer = Programs.run(question.get(), container.folder());
      return answer.code() == 0
          && JsonDocument.object(answer.output().getBytes(StandardCharsets.UTF_8))
              .map(state -> state.path("status"))
              .map(JsonNode::asText)
              .filter(status -> !status.equals("stopped"))
              .isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException("the state of container " + container.id(), e);
    }
  }

  /**
   * Asks a container to end, and kills it when it has not after a time. One that has not begun yet
   * is not asked, and one that does not run is left as it is.
   */
  public void stop(Container container, Duration patience) {
    ContainerState state = state(container);
    if (state instanceof Created) {
      abandon(container);
    }
    if (!(state instanceof Running running)) {
      return;
    }
    signal(container, new StopSignal(container.recorded().stopSignal()));
    if (!awaitEnd(container, running, patience)) {
      kill(container, running);
    }
  }

  /**
   * Removes a container with all that it wrote.
   *
   * @param force whether one that runs, or is about to, is killed first
   * @throws ContainerException.Running when it does, and is not to be killed
   */
  public void remove(Container container, boolean force) {
    ContainerState state = state(container);
    boolean isStarting = state instanceof Created && holder(container).isPresent();
    if (!force && (isStarting || state instanceof Running)) {
      throw new ContainerException.Running(container.title());
    }
    if (state instanceof Running running) {
      kill(container, running);
    } else if (isStarting) {
      abandon(container);
    }
    deleteRemains(container);
    containers.remove(container);
  }

  /**
   * @throws ContainerException.NotRunning when it does not
   */
  public Running running(Container container) {
    if (state(container) instanceof Running running) {
      return running;
    }
    throw new NotRunning(container.title());
  }

  /** Ends those who are about to start it. */
  private void abandon(Container container) {
    Optional<ProcessHandle> supervisor = holder(container);
    if (supervisor.isPresent() && !new ProcessTree(supervisor.get()).end()) {
      throw new StillThere(container.title());
    }
    deleteRemains(container);
  }

  private void kill(Container container, Running running) {
    if (container.record().isPresent()) {
      signal(container, StopSignal.KILL);
    } else {
      killFirstProcess(container, running);
    }
    if (!awaitEnd(container, running, AFTER_KILL)) {
      throw new StillThere(container.title());
    }
  }

  /** Without a record nobody knows its runtime. All in it end with its first process. */
  private static void killFirstProcess(Container container, Running running) {
    long first = firstProcess(container);
    ProcessHandle.of(running.supervisor()).stream()
        .flatMap(ProcessHandle::descendants)
        .filter(process -> process.pid() == first)
        .forEach(ProcessHandle::destroyForcibly);
  }

  /** One that ended meanwhile needs none. */
  private void signal(Container container, StopSignal signal) {
    try {
      Programs.run(
          backend(container.recorded()).kill(container.bundle(), signal), container.folder());
    } catch (IOException e) {
      throw new UncheckedIOException("a signal for container " + container.id(), e);
    }
  }

  private boolean awaitEnd(Container container, Running running, Duration patience) {
    long pid = running.supervised() ? running.supervisor() : firstProcess(container);
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    try {
      if (process.isPresent()) {
        process.get().onExit().get(patience.toMillis(), TimeUnit.MILLISECONDS);
      }
      return true;
    } catch (TimeoutException _) {
      return !(state(container) instanceof Running);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("waiting for a process", e);
    }
  }

  private static long firstProcess(Container container) {
    try {
      return Long.parseLong(Files.readString(container.bundle().pid()).strip().split(" ", 2)[0]);
    } catch (IOException e) {
      throw new UncheckedIOException("container " + container.id(), e);
    }
  }

  /** Its supervisor, where that goes on. */
  private static Optional<ProcessHandle> holder(Container container) {
    try {
      return ProcessMark.read(container.folder().resolve("supervisor"))
          .filter(ProcessMark::isAlive)
          .flatMap(mark -> ProcessHandle.of(mark.pid()));
    } catch (IOException e) {
      throw new UncheckedIOException("container " + container.id(), e);
    }
  }

  private void deleteRemains(Container container) {
    try {
      if (container.record().isPresent()) {
        new Remains(container, backend(container.recorded())).delete();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("container " + container.id(), e);
    }
  }

  private Backend backend(ContainerRecord record) {
    return backends.get(record.backend());
  }
}
