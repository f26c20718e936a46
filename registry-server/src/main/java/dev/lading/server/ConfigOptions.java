package dev.lading.server;

import dev.lading.config.Configuration;
import dev.lading.config.Effective;
import dev.lading.config.Section;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Where the configuration comes from; the same for every command that needs one. */
final class ConfigOptions {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = {
        "A config.yml as CNCF distribution has it. Without one REGISTRY_CONFIGURATION_PATH is"
            + " asked, and without that the registry serves ./lading-data on 127.0.0.1:5000.",
        "REGISTRY_A_B_C variables override the key a.b.c."
      })
  private Optional<Path> file = Optional.empty();

  Effective<ServerSettings> effective() {
    return effective(Map.of());
  }

  /**
   * @param more variables that stand above those of the environment
   */
  Effective<ServerSettings> effective(Map<String, String> more) {
    return Configuration.load(file, environment(more)).read(ServerSettings::from);
  }

  /** The variables, with these above them. */
  Map<String, String> environment(Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(System.getenv());
    environment.putAll(more);
    return environment;
  }

  /** As a command reads it that needs more of it than its meaning. */
  <T> Effective<T> read(Function<Section, T> reader) {
    return Configuration.load(file, System.getenv()).read(reader);
  }

  /** Whether a file is named on the command line. */
  boolean isNamed() {
    return file.isPresent();
  }

  /** The file, wherever it was named. */
  Optional<Path> path() {
    return file.or(() -> Configuration.file(System.getenv()));
  }
}
