package dev.lading.runtime.command;

import dev.lading.runtime.pull.TrustMode;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** How an image comes here. */
final class PullOptions {
  private final RepositoryOptions repository;
  private final Supplier<Optional<TrustMode>> trust;

  PullOptions(Syntax syntax) {
    repository = new RepositoryOptions(syntax);
    trust =
        syntax.value(
            TrustMode.class,
            OptionSpec.builder("--trust")
                .paramLabel("off|prompt|require")
                .description(
                    "require: only what is signed. prompt: you are asked about what is not signed, and it is"
                        + " refused where there is no terminal. off: no signature is asked for; not for what is"
                        + " pinned, or was verified before. Default: prompt."));
  }

  RepositoryOptions repository() {
    return repository;
  }

  TrustMode trust() {
    return trust.get().orElse(TrustMode.PROMPT);
  }
}
