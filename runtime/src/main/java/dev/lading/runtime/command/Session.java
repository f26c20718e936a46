package dev.lading.runtime.command;

import dev.lading.runtime.credentials.Logins;
import dev.lading.runtime.registry.ImageReference;
import dev.lading.runtime.registry.client.RegistryClient;
import dev.lading.runtime.registry.http.Transport;
import dev.lading.runtime.signing.SignedRepository;
import dev.lading.runtime.trust.TrustReader;
import dev.lading.runtime.trust.VerifiedTrust;
import dev.lading.trust.Gun;
import java.io.PrintWriter;

/** One command's talk with one registry about one repository. */
final class Session implements AutoCloseable {
  private final Surroundings surroundings;
  private final RepositoryOptions options;
  private final Gun gun;
  private final Transport transport;
  private final RegistryClient registry;
  private final TrustReader reader;

  /**
   * @param err told about roots that are trusted because they came first, when an option says so
   */
  Session(
      Surroundings surroundings, RepositoryOptions options, ImageReference image, PrintWriter err) {
    this.surroundings = surroundings;
    this.options = options;
    this.gun = Gun.parse(image.name());
    this.transport = surroundings.transport(options.plain());
    this.registry =
        RegistryClient.connect(
            image.registry(),
            transport,
            Logins.of(surroundings.environment(), surroundings.home()),
            surroundings.clock());
    this.reader = reader(surroundings, options, err);
  }

  static TrustReader reader(Surroundings surroundings, RepositoryOptions options, PrintWriter err) {
    return new TrustReader(
        options.trust().states(surroundings),
        options.trust().pins(surroundings),
        options.trust().firstUse(surroundings, err),
        surroundings.clock());
  }

  RegistryClient registry() {
    return registry;
  }

  SignedRepository repository() {
    return new SignedRepository(
        gun,
        registry.trust(gun.toString()),
        reader,
        options.trust().signing(surroundings),
        surroundings.clock(),
        surroundings.random());
  }

  TrustReader reader() {
    return reader;
  }

  VerifiedTrust read() {
    return reader.get(gun, registry.trust(gun.toString()));
  }

  @Override
  public void close() {
    transport.close();
  }
}
