package dev.lading.runtime.backend;

import dev.lading.runtime.bundle.Plan;
import dev.lading.runtime.bundle.StopSignal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A program that runs containers. Commands are lists of a program and its arguments. */
public sealed interface Backend permits OciRuntime, Bubblewrap, Unshare {
  /** As {@code --runtime} names it. */
  String name();

  /**
   * @throws BackendException.NotGiven for the first thing that this one cannot give
   */
  void refuse(Plan plan);

  /**
   * Writes what the program reads into the bundle's folder, and tells how it is called there, by
   * the container's supervisor.
   *
   * @throws dev.lading.runtime.bundle.BundleException when a file of the plan cannot be used
   */
  List<String> launch(Bundle bundle, Plan plan) throws IOException;

  /** What the supervisor does about control groups before that. */
  HiddenCgroups hidden();

  /** Sends a signal to the first process of a container that runs. */
  List<String> kill(Bundle bundle, StopSignal signal) throws IOException;

  /**
   * Prints a JSON object with a {@code status} when the container is there without its supervisor;
   * empty where it cannot be.
   */
  Optional<List<String>> state(Bundle bundle);

  /** Ends what is left of a container without its supervisor; empty where nothing can be. */
  Optional<List<String>> delete(Bundle bundle);

  /**
   * Runs another process in a container that runs.
   *
   * @param process a file with a {@code process} of the OCI runtime specification
   * @param pid a file that the program makes when the process is there
   * @param supervisor of the container
   * @throws BackendException.NotGiven where nothing can enter
   */
  List<String> exec(Bundle bundle, Path process, Path pid, long supervisor);

  /** What of the machine's control groups a program must not see. */
  enum HiddenCgroups {
    NOTHING,
    /** Those of version 2 beside those of version 1. */
    UNIFIED,
    ALL
  }
}
