package dev.lading.runtime.command;

import dev.lading.runtime.bundle.Limits;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much a container may take. */
final class LimitOptions {
  @Option(
      names = {"-m", "--memory"},
      paramLabel = "BYTES",
      description = "Memory at most, such as 64m or 1g.")
  private @Nullable String memory;

  @Option(names = "--cpus", paramLabel = "NUMBER", description = "Processors at most: 1.5.")
  private @Nullable String cpus;

  @Option(names = "--pids-limit", paramLabel = "NUMBER", description = "Processes at most.")
  private long pids;

  Limits limits() {
    return new Limits(
        memory == null ? OptionalLong.empty() : OptionalLong.of(Limits.memory(memory)),
        cpus == null
            ? OptionalLong.empty()
            : OptionalLong.of(Limits.cpuQuota(cpus, Runtime.getRuntime().availableProcessors())),
        Limits.pids(pids));
  }
}
