package dev.lading.server;

import dev.lading.auth.files.EditedFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which file a command edits: one that the configuration names, or one that the caller names. */
final class EditedFileOptions {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Mixin private ConfigOptions options = new ConfigOptions();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The file itself, in place of the one that a configuration names.")
  private Optional<Path> file = Optional.empty();

  /** The settings that name the file; empty when the caller names it. */
  Optional<ServerSettings> settings() {
    return file.isPresent() ? Optional.empty() : Optional.of(options.effective().get());
  }

  /**
   * @param key of the configuration that names the file
   */
  EditedFile file(String key, Function<AuthSettings, Optional<Path>> named) {
    if (file.isPresent() && options.isNamed()) {
      throw new ParameterException(command.commandLine(), "Name one of --config and --file.");
    }
    Path path =
        file.or(() -> settings().map(ServerSettings::auth).flatMap(named))
            .orElseThrow(() -> unnamed(key));
    return new EditedFile(path, PATIENCE);
  }

  private ParameterException unnamed(String key) {
    return new ParameterException(
        command.commandLine(),
        "The configuration names no %s. Write it there, or name the file: --file FILE."
            .formatted(key));
  }
}
