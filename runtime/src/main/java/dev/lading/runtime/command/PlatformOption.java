package dev.lading.runtime.command;

import dev.lading.runtime.image.Platform;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.OptionSpec;

/** Which of several images is meant. */
final class PlatformOption {
  private final Syntax syntax;
  private final Supplier<Optional<String>> platform;

  PlatformOption(Syntax syntax) {
    this.syntax = syntax;
    platform =
        syntax.value(
            String.class,
            OptionSpec.builder("--platform")
                .paramLabel("OS/ARCH[/VARIANT]")
                .description("For which machine, as linux/arm64. Default: this one."));
  }

  Platform platform() {
    return platform.get().map(this::parsed).orElseGet(PlatformOption::here);
  }

  /** What this machine is. */
  static Platform here() {
    return Platform.ofJvm(System.getProperty("os.arch"));
  }

  private Platform parsed(String text) {
    return Platform.parse(text)
        .orElseThrow(() -> syntax.misuse("\"" + text + "\" is no platform. One is linux/arm64."));
  }
}
