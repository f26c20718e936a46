package dev.lading.runtime.bundle;

import java.util.List;
import java.util.Optional;

/**
 * What the command line says of how an image is run. Where it says nothing, the image does.
 *
 * @param volumes each target once
 */
public record RunOptions(
    Execution execution,
    Isolation isolation,
    Limits limits,
    List<Volume> volumes,
    List<Tmpfs> tmpfs,
    Optional<StopSignal> stopSignal) {
  public RunOptions {
    volumes = List.copyOf(volumes);
    tmpfs = List.copyOf(tmpfs);
  }

  /**
   * @param entrypoint takes the place of the image's, and of its command as well; the empty one is
   *     none
   * @param command takes the place of the image's, when it is not empty
   * @param environment {@code NAME=value}, or {@code NAME} to take one away
   * @param terminal whether it gets one
   */
  public record Execution(
      Optional<String> entrypoint,
      List<String> command,
      List<String> environment,
      Optional<String> workingDirectory,
      Optional<String> user,
      boolean terminal) {
    public Execution {
      command = List.copyOf(command);
      environment = List.copyOf(environment);
    }
  }

  /**
   * @param hostname empty for the beginning of the container's ID
   * @param capAdd as {@link Capabilities#granted} takes them
   */
  public record Isolation(
      Optional<String> hostname,
      Network network,
      List<String> capAdd,
      List<String> capDrop,
      Seccomp seccomp,
      boolean noNewPrivileges,
      boolean readOnly) {
    public Isolation {
      capAdd = List.copyOf(capAdd);
      capDrop = List.copyOf(capDrop);
    }
  }
}
