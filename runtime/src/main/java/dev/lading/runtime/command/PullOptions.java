package dev.lading.runtime.command;

import dev.lading.runtime.pull.TrustMode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How an image comes here. */
final class PullOptions {
  @Mixin private RepositoryOptions repository = new RepositoryOptions();

  @Option(
      names = "--trust",
      paramLabel = "off|prompt|require",
      description =
          "require: only what is signed. prompt: you are asked about what is not signed, and it is"
              + " refused where there is no terminal. off: no signature is asked for; not for what is"
              + " pinned, or was verified before. Default: prompt.")
  private TrustMode trust = TrustMode.PROMPT;

  RepositoryOptions repository() {
    return repository;
  }

  TrustMode trust() {
    return trust;
  }
}
