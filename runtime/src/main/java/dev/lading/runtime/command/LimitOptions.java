package dev.lading.runtime.command;

import dev.lading.runtime.bundle.Limits;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** How much a container may take. */
final class LimitOptions {
  private final Supplier<Optional<String>> memory;
  private final Supplier<Optional<String>> cpus;
  private final Supplier<Optional<Long>> pids;

  LimitOptions(Syntax syntax) {
    memory =
        syntax.value(
            String.class,
            OptionSpec.builder("-m", "--memory")
                .paramLabel("BYTES")
                .description("Memory at most, such as 64m or 1g."));
    cpus =
        syntax.value(
            String.class,
            OptionSpec.builder("--cpus")
                .paramLabel("NUMBER")
                .description("Processors at most: 1.5."));
    pids =
        syntax.value(
            Long.class,
            OptionSpec.builder("--pids-limit")
                .paramLabel("NUMBER")
                .description("Processes at most."));
  }

  Limits limits() {
    return new Limits(
        memory.get().map(Limits::memory).map(OptionalLong::of).orElseGet(OptionalLong::empty),
        cpus.get().map(LimitOptions::quota).map(OptionalLong::of).orElseGet(OptionalLong::empty),
        Limits.pids(pids.get().orElse(0L)));
  }

  private static long quota(String cpus) {
    return Limits.cpuQuota(cpus, Runtime.getRuntime().availableProcessors());
  }
}
