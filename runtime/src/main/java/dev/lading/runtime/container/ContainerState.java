package dev.lading.runtime.container;

import java.time.Instant;

/** How a container is at the moment of asking. */
public sealed interface ContainerState {
  /** One word, as ps shows it. */
  String word();

  /** It was made, and nothing of it runs: it is about to start, or whoever made it was killed. */
  record Created() implements ContainerState {
    @Override
    public String word() {
      return "created";
    }
  }

  /**
   * @param supervised whether its supervisor still runs, and will write down how it ends
   * @param supervisor the process ID of that
   */
  record Running(Instant since, boolean supervised, long supervisor) implements ContainerState {
    @Override
    public String word() {
      return "running";
    }
  }

  record Exited(int code, Instant at) implements ContainerState {
    @Override
    public String word() {
      return "exited (" + code + ")";
    }
  }

  /** Its program was never started. */
  record NotStarted() implements ContainerState {
    @Override
    public String word() {
      return "not started";
    }
  }

  /** It ran, and ended while nobody was there to see how: by a reboot, or by killing all of it. */
  record Lost() implements ContainerState {
    @Override
    public String word() {
      return "lost";
    }
  }
}
