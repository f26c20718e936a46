package dev.lading.runtime.command;

import dev.lading.runtime.image.Platform;
import dev.lading.runtime.pull.TrustMode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How an image comes here. */
final class PullOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Mixin private RepositoryOptions repository = new RepositoryOptions();
  @Mixin private DataOptions data = new DataOptions();

  @Option(
      names = "--trust",
      paramLabel = "off|prompt|require",
      description =
          "require: only what is signed. prompt: you are asked about what is not signed, and it is"
              + " refused where there is no terminal. off: no signature is asked for; not for what is"
              + " pinned, or was verified before. Default: prompt.")
  private TrustMode trust = TrustMode.PROMPT;

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH[/VARIANT]",
      description = "For which machine, as linux/arm64. Default: this one.")
  private @Nullable String platform;

  RepositoryOptions repository() {
    return repository;
  }

  DataOptions data() {
    return data;
  }

  TrustMode trust() {
    return trust;
  }

  Platform platform() {
    return Optional.ofNullable(platform)
        .map(
            text ->
                Platform.parse(text)
                    .orElseThrow(
                        () ->
                            new ParameterException(
                                spec.commandLine(),
                                "\"" + text + "\" is no platform. One is linux/arm64.")))
        .orElseGet(PullOptions::here);
  }

  /** What this machine is. */
  static Platform here() {
    return Platform.ofJvm(System.getProperty("os.arch"));
  }
}
