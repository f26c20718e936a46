package dev.lading.runtime.command;

import dev.lading.runtime.credentials.Logins;
import dev.lading.runtime.registry.ImageReference;
import dev.lading.runtime.registry.client.RegistryClient;
import dev.lading.runtime.registry.http.HostCertificates;
import dev.lading.runtime.registry.http.Patience;
import dev.lading.runtime.registry.http.ProxyRules;
import dev.lading.runtime.registry.http.Repetition;
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
    this.transport = transport(surroundings, options);
    this.registry =
        RegistryClient.connect(
            image.registry(),
            transport,
            Logins.of(surroundings.environment(), surroundings.home()),
            surroundings.clock());
    this.reader =
        new TrustReader(
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

  VerifiedTrust read() {
    return reader.get(gun, registry.trust(gun.toString()));
  }

  @Override
  public void close() {
    transport.close();
  }

  private static Transport transport(Surroundings surroundings, RepositoryOptions options) {
    return new Transport(
        new Transport.Settings(
            HostCertificates.of(surroundings.environment(), surroundings.home()),
            ProxyRules.of(surroundings.environment()),
            options.plain(),
            Patience.usual(),
            Repetition.usual(surroundings.clock(), surroundings.random()),
            "lading/" + Main.Version.text()));
  }
}
