package dev.lading.runtime.container;

import dev.lading.runtime.backend.Backend;
import dev.lading.runtime.backend.Host;
import dev.lading.runtime.bundle.StopSignal;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What signals to us do to a container that we started and wait for. Once its program has begun,
 * they are the program's. Before that, those that ask us to end, end what was started; others wait.
 */
final class SignalPassing {
  private static final int HUP = 1;
  private static final int INT = 2;
  private static final int TERM = 15;
  private static final int WINCH = 28;
  private static final Set<Integer> ENDING = Set.of(HUP, INT, TERM);
  private static final Duration TOLD_WITHIN = Duration.ofMillis(500);

  private final Container container;
  private final Backend backend;
  private final Host host;
  private final Process supervisor;
  private final boolean hasTerminal;
  private OptionalInt endedBy = OptionalInt.empty(); // guarded by this

  private SignalPassing(
      Container container, Backend backend, Host host, Process supervisor, boolean hasTerminal) {
    this.container = container;
    this.backend = backend;
    this.host = host;
    this.supervisor = supervisor;
    this.hasTerminal = hasTerminal;
  }

  /**
   * From now on, as long as we live.
   *
   * @param hasTerminal whether the container has one of its own, which its runtime copies to ours
   */
  static SignalPassing begin(
      Container container, Backend backend, Host host, Process supervisor, boolean hasTerminal) {
    SignalPassing passing = new SignalPassing(container, backend, host, supervisor, hasTerminal);
    HostSignals.give(passing::receive);
    return passing;
  }

  /** The signal that ended what was started before its program had begun; empty when none did. */
  synchronized OptionalInt endedBy() {
    return endedBy;
  }

  private void receive(int number) {
    try {
      if (number == WINCH && hasTerminal) {
        resize();
      } else if (!ENDING.contains(number) || hasBegun()) {
        pass(number);
      } else {
        end(number);
      }
    } catch (IOException _) {
      // it has ended meanwhile, and its folder with it
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** A program may be told to have begun a moment after it has. */
  private boolean hasBegun() throws InterruptedException {
    return Beginning.await(container.bundle(), supervisor, TOLD_WITHIN);
  }

  private void pass(int number) throws IOException, InterruptedException {
    if (Beginning.await(container.bundle(), supervisor) && supervisor.isAlive()) {
      Programs.run(backend.kill(container.bundle(), new StopSignal(number)), container.folder());
    }
  }

  /**
   * The runtime gives the container's terminal the size of ours, and the kernel tells those on it.
   */
  private void resize() throws IOException {
    for (ProcessHandle runtime : supervisor.children().toList()) {
      Programs.run(
          List.of(host.get("kill"), "-" + WINCH, Long.toString(runtime.pid())), container.folder());
    }
  }

  private synchronized void end(int number) throws IOException {
    endedBy = OptionalInt.of(number);
    new ProcessTree(supervisor.toHandle()).end();
    new Remains(container, backend).delete();
  }
}
