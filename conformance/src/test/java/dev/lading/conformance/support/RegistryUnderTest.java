package dev.lading.conformance.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test the registry to test: the one at {@code -Dregistry.url}, or a Lading that is started
 * for the first test that asks and stopped after the last of this JVM.
 */
public final class RegistryUnderTest implements ParameterResolver {
  private static final String URL_PROPERTY = "registry.url";

  /** Whether the suite was aimed at a registry that somebody else started and configured. */
  public static boolean isForeign() {
    return !System.getProperty(URL_PROPERTY, "").isEmpty();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Registry.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(RegistryUnderTest.class))
        .computeIfAbsent(Registry.class, _ -> registry(), Registry.class);
  }

  private static Registry registry() {
    String url = System.getProperty(URL_PROPERTY, "");
    return url.isEmpty() ? new OwnLading(temporaryDirectory()) : Registry.at(URI.create(url));
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("lading-suite");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A Lading, and the directory it lives in. */
  private static final class OwnLading implements Registry {
    private final Path directory;
    private final RegistryProcess server;

    OwnLading(Path directory) {
      this.directory = directory;
      this.server = LadingServer.in(directory).start();
    }

    @Override
    public URI url() {
      return server.url();
    }

    @Override
    public void close() {
      server.close();
      Directories.deleteAll(directory);
    }

    @Override
    public String toString() {
      return server.toString();
    }
  }
}
