package dev.lading.conformance.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.ParameterDeclarations;

/**
 * Gives a test the registry to test: the one at {@code -Dregistry.url}, or a Lading that is started
 * for the first test that asks and stopped after the last of this JVM.
 *
 * <p>As the source of a parameterized class's argument, it gives one on each kind of store.
 */
public final class RegistryUnderTest implements ParameterResolver, ArgumentsProvider {
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
    return registry(Backing.DIRECTORY, context);
  }

  @Override
  public Stream<Arguments> provideArguments(
      ParameterDeclarations parameters, ExtensionContext context) {
    return Arrays.stream(isForeign() ? new Backing[] {Backing.DIRECTORY} : Backing.values())
        .map(backing -> Arguments.argumentSet(backing.toString(), registry(backing, context)));
  }

  private static Registry registry(Backing backing, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(ExtensionContext.Namespace.create(RegistryUnderTest.class))
        .computeIfAbsent(backing, RegistryUnderTest::start, Registry.class);
  }

  private static Registry start(Backing backing) {
    return isForeign()
        ? Registry.at(URI.create(System.getProperty(URL_PROPERTY)))
        : new OwnLading(backing, temporaryDirectory());
  }

  private static Path temporaryDirectory() {
    try {
      return Files.createTempDirectory("lading-suite");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a Lading keeps its content. */
  private enum Backing {
    DIRECTORY,
    BUCKET_PASSING_THROUGH,
    BUCKET_REDIRECTING
  }

  /** A Lading, and the directory it lives in. */
  private static final class OwnLading implements Registry {
    private final Path directory;
    private final Optional<S3Server> s3;
    private final RegistryProcess server;

    OwnLading(Backing backing, Path directory) {
      this.directory = directory;
      this.s3 =
          backing == Backing.DIRECTORY ? Optional.empty() : Optional.of(S3Server.start(directory));
      LadingServer lading = LadingServer.in(directory);
      this.server =
          s3.map(lading::on)
              .orElse(lading)
              .with("storage.redirect.disable", backing == Backing.BUCKET_PASSING_THROUGH)
              .start();
    }

    @Override
    public URI url() {
      return server.url();
    }

    @Override
    public void close() {
      server.close();
      s3.ifPresent(S3Server::close);
      Directories.deleteAll(directory);
    }

    @Override
    public String toString() {
      return server.toString();
    }
  }
}
