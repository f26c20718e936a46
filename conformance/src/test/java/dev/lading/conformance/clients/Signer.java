package dev.lading.conformance.clients;

import dev.lading.content.Digest;
import dev.lading.runtime.keys.KeyFolder;
import dev.lading.runtime.keys.Passphrases;
import dev.lading.runtime.registry.RegistryHost;
import dev.lading.runtime.registry.client.RegistryClient;
import dev.lading.runtime.registry.http.Transport;
import dev.lading.runtime.registry.login.CredentialSource;
import dev.lading.runtime.signing.SignedRepository;
import dev.lading.runtime.signing.SigningKeys;
import dev.lading.runtime.trust.TrustPins;
import dev.lading.runtime.trust.TrustReader;
import dev.lading.runtime.trust.TrustStates;
import dev.lading.trust.Gun;
import dev.lading.trust.metadata.Target;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Whoever signs for one repository: with notary's own program, and with ours what that cannot do.
 */
record Signer(Gun gun, Path folder, ClientHome home) {
  private static final Duration LIFE = Duration.ofDays(1095);

  /** What is signed: as the registry describes what it refuses to serve. */
  record Image(String digest, long size) {}

  /**
   * @param gun of a registry that speaks plain HTTP
   * @param directory for its keys and what it remembers
   */
  static Signer of(String gun, Path directory) {
    ClientHome home = ClientHome.in(directory).with(Notary.PASSPHRASES);
    return new Signer(Gun.parse(gun), directory.resolve("trust"), home);
  }

  void begin() {
    notary("init", "-p", gun.toString());
  }

  void sign(String tag, Image image) {
    String hex = Digest.parse(image.digest()).hex();
    String size = Long.toString(image.size());
    notary("addhash", "-p", gun.toString(), tag, size, "--sha256", hex);
  }

  void revoke(String tag) {
    notary("remove", "-p", gun.toString(), tag);
  }

  /** Begins, and signs what soon is to be believed no more: by a clock that is years behind. */
  void signUntil(Duration soon, String tag, Image image) {
    Clock behind = Clock.offset(Clock.systemUTC(), soon.minus(LIFE));
    SecureRandom random = new SecureRandom();
    try (Transport transport = LoopbackTransport.open(Clock.systemUTC(), random)) {
      RegistryClient client =
          RegistryClient.connect(
              RegistryHost.parse(gun.host()), transport, CredentialSource.none(), behind);
      new SignedRepository(
              gun,
              client.trust(gun.toString()),
              new TrustReader(
                  new TrustStates(folder.resolve("state")), TrustPins.NONE, (_, _) -> true, behind),
              new SigningKeys(
                  new KeyFolder(folder, random),
                  Passphrases.ofEnvironment(Notary.PASSPHRASES),
                  random),
              behind,
              random)
          .sign(tag, Target.of(Digest.parse(image.digest()), image.size()), List.of());
    }
  }

  private void notary(String... arguments) {
    Stream<String> program =
        Stream.of("notary", "-s", "http://" + gun.host(), "-d", folder.toString());
    home.run(Stream.concat(program, Stream.of(arguments)).toArray(String[]::new));
  }
}
