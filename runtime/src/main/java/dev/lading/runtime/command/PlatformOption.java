package dev.lading.runtime.command;

import dev.lading.runtime.image.Platform;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which of several images is meant. */
final class PlatformOption {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH[/VARIANT]",
      description = "For which machine, as linux/arm64. Default: this one.")
  private @Nullable String platform;

  Platform platform() {
    return Optional.ofNullable(platform).map(this::parsed).orElseGet(PlatformOption::here);
  }

  /** What this machine is. */
  static Platform here() {
    return Platform.ofJvm(System.getProperty("os.arch"));
  }

  private Platform parsed(String text) {
    return Platform.parse(text)
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(), "\"" + text + "\" is no platform. One is linux/arm64."));
  }
}
