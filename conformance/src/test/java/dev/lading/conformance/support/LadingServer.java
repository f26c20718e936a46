package dev.lading.conformance.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How to start Lading as it was just built, out of one directory: {@code config.yml}, {@code
 * store/} and {@code server.log}. Immutable; one value can start one server after another on the
 * same store.
 *
 * @param directory exists, and is the caller's to delete
 * @param config the whole configuration, its port included
 * @param wrapper put before the command, such as {@code strace -f}; usually empty
 * @param heap what {@code -Xmx} gets
 */
public record LadingServer(
    Path directory, RegistryConfig config, URI url, List<String> wrapper, String heap) {
  private static final String MAIN = "dev.lading.server.Main";

  public static LadingServer in(Path directory) {
    int port = FreePort.choose();
    return new LadingServer(
        directory,
        RegistryConfig.serving(directory.resolve("store"), port),
        URI.create("http://127.0.0.1:" + port),
        List.of(),
        "256m");
  }

  public LadingServer with(String dottedKey, Object value) {
    return with(Map.of(dottedKey, value));
  }

  public LadingServer with(Map<String, Object> settings) {
    return new LadingServer(directory, config.with(settings), url, wrapper, heap);
  }

  /** Keeps its content in a bucket instead of {@link #store}. */
  public LadingServer on(S3Server s3) {
    return new LadingServer(
        directory, config.without("storage.filesystem").with(s3.settings()), url, wrapper, heap);
  }

  /** Speaks TLS by what these files hold, which may change while it runs. */
  public LadingServer overTls(Path certificate, Path key) {
    Map<String, Object> settings =
        Map.of("http.tls.certificate", certificate.toString(), "http.tls.key", key.toString());
    URI encrypted = URI.create("https://" + url.getAuthority());
    return new LadingServer(directory, config.with(settings), encrypted, wrapper, heap);
  }

  public LadingServer wrappedBy(String... command) {
    return new LadingServer(directory, config, url, List.of(command), heap);
  }

  public LadingServer withHeap(String size) {
    return new LadingServer(directory, config, url, wrapper, size);
  }

  public Path store() {
    return directory.resolve("store");
  }

  /**
   * The command that {@link #start} runs, for those who must start it themselves. Writes the
   * configuration.
   */
  public List<String> command() {
    return command("serve");
  }

  /**
   * Another command of the product with this configuration, which is written.
   *
   * @param verb perhaps of two words, {@code user add}
   */
  public List<String> command(String verb, String... options) {
    try {
      config.writeTo(directory.resolve("config.yml"));
      Files.createDirectories(store());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmFlags());
    command.addAll(List.of("-Xmx" + heap, "-cp", productClassPath(), MAIN));
    command.addAll(List.of(verb.split(" ", -1)));
    command.addAll(List.of("--config", directory.resolve("config.yml").toString()));
    command.addAll(List.of(options));
    return command;
  }

  /** Returns when the server answers. */
  public RegistryProcess start() {
    return RegistryProcess.start(command(), url, directory.resolve("server.log"));
  }

  private static List<String> jvmFlags() {
    return List.of(
        "--enable-native-access=ALL-UNNAMED",
        "-Djdk.virtualThreadScheduler.parallelism=16",
        "-XX:+UseSerialGC");
  }

  /** The build says what it is; the class path of this JVM has the tests' tools as well. */
  private static String productClassPath() {
    return Objects.requireNonNull(System.getProperty("product.classpath"), "run by Maven");
  }
}
