package dev.lading.conformance.clients;

import dev.lading.content.Digest;
import dev.lading.runtime.keys.KeyFolder;
import dev.lading.runtime.keys.Passphrases;
import dev.lading.runtime.registry.RegistryHost;
import dev.lading.runtime.registry.client.RegistryClient;
import dev.lading.runtime.registry.http.HostCertificates;
import dev.lading.runtime.registry.http.Patience;
import dev.lading.runtime.registry.http.PlainHttp;
import dev.lading.runtime.registry.http.ProxyRules;
import dev.lading.runtime.registry.http.Repetition;
import dev.lading.runtime.registry.http.Transport;
import dev.lading.runtime.registry.login.CredentialSource;
import dev.lading.runtime.signing.SignedRepository;
import dev.lading.runtime.signing.SigningKeys;
import dev.lading.runtime.trust.FirstUse;
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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whoever signs for one repository: with notary's own program, and with ours what that cannot do.
 */
record Signer(Gun gun, Path folder, ClientHome home) {
  private static final Duration LIFE = Duration.ofDays(1095);
  private static final Map<String, String> PASSPHRASES =
      Map.of(
          "NOTARY_ROOT_PASSPHRASE", "root-passphrase",
          "NOTARY_TARGETS_PASSPHRASE", "targets-passphrase",
          "NOTARY_SNAPSHOT_PASSPHRASE", "snapshot-passphrase",
          "NOTARY_DELEGATION_PASSPHRASE", "delegation-passphrase");

  /** What is signed: as the registry describes what it refuses to serve. */
  record Image(String digest, long size) {}

  /**
   * @param gun of a registry that speaks plain HTTP
   * @param directory for its keys and what it remembers
   */
  static Signer of(String gun, Path directory) {
    ClientHome home = ClientHome.in(directory);
    for (Map.Entry<String, String> each : PASSPHRASES.entrySet()) {
      home = home.with(each.getKey(), each.getValue());
    }
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
    try (Transport transport = transport(random)) {
      RegistryClient client =
          RegistryClient.connect(
              RegistryHost.parse(gun.host()), transport, CredentialSource.none(), behind);
      new SignedRepository(
              gun,
              client.trust(gun.toString()),
              new TrustReader(
                  new TrustStates(folder.resolve("state")),
                  TrustPins.NONE,
                  FirstUse.TRUSTED,
                  behind),
              new SigningKeys(
                  new KeyFolder(folder, random), Passphrases.ofEnvironment(PASSPHRASES), random),
              behind,
              random)
          .sign(tag, Target.of(Digest.parse(image.digest()), image.size()), List.of());
    }
  }

  private static Transport transport(SecureRandom random) {
    return new Transport(
        new Transport.Settings(
            new HostCertificates(List.of(), Optional.empty()),
            ProxyRules.none(),
            PlainHttp.LOOPBACK,
            Patience.usual(),
            Repetition.usual(Clock.systemUTC(), random),
            "lading/test"));
  }

  private void notary(String... arguments) {
    Stream<String> program =
        Stream.of("notary", "-s", "http://" + gun.host(), "-d", folder.toString());
    home.run(Stream.concat(program, Stream.of(arguments)).toArray(String[]::new));
  }
}
