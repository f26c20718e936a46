package dev.lading.conformance.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Debian's {@code docker-registry}, the peer every Debian machine can install. */
public final class DockerRegistry {
  private static final Path PROGRAM = Path.of("/usr/bin/docker-registry");

  private DockerRegistry() {}

  public static boolean isInstalled() {
    return Files.isExecutable(PROGRAM);
  }

  /**
   * Whether it is installed; says so on standard output when it is not.
   *
   * @throws AssertionError when it is not and this is CI, where nothing is left out
   */
  public static boolean isToBeRun() {
    if (isInstalled()) {
      return true;
    }
    if (System.getenv("CI") != null) {
      throw new AssertionError(PROGRAM + " is not installed, and this is CI");
    }
    System.out.println("not run: " + PROGRAM + " is not installed");
    return false;
  }

  /**
   * Starts it on {@code store}, with deletes on; {@code directory} gets its configuration and log.
   */
  public static RegistryProcess start(Path directory, Path store) {
    return start(directory, store, Map.of());
  }

  /** The same with more keys set. */
  public static RegistryProcess start(Path directory, Path store, Map<String, Object> settings) {
    int port = FreePort.choose();
    try {
      Path config =
          RegistryConfig.serving(store, port)
              .with("log.level", "warn")
              .with("log.accesslog.disabled", true)
              .with("http.secret", "the same in every run")
              .with(settings)
              .writeTo(directory.resolve("docker-registry.yml"));
      return RegistryProcess.start(
          List.of(PROGRAM.toString(), "serve", config.toString()),
          URI.create("http://127.0.0.1:" + port),
          directory.resolve("docker-registry.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
