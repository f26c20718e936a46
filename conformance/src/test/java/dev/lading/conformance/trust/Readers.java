package dev.lading.conformance.trust;

import dev.lading.conformance.clients.LoopbackTransport;
import dev.lading.conformance.support.RegistryProcess;
import dev.lading.runtime.registry.RegistryHost;
import dev.lading.runtime.registry.client.RegistryClient;
import dev.lading.runtime.registry.http.Transport;
import dev.lading.runtime.registry.login.CredentialSource;
import dev.lading.runtime.trust.TrustPins;
import dev.lading.runtime.trust.TrustReader;
import dev.lading.runtime.trust.TrustStates;
import dev.lading.trust.Gun;
import dev.lading.trust.Role;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;

/** Our client, which believes nothing that is older than what it has seen. Closed by its owner. */
record Readers(Transport transport, RegistryHost host, TrustReader reader)
    implements AutoCloseable {

  /**
   * @param states where it is remembered what was seen, also by those before
   */
  static Readers of(RegistryProcess server, Path states) {
    Clock clock = Clock.systemUTC();
    return new Readers(
        LoopbackTransport.open(clock, new SecureRandom()),
        RegistryHost.parse(server.url().getAuthority()),
        new TrustReader(new TrustStates(states), TrustPins.NONE, (_, _) -> true, clock));
  }

  /** The only name in the targets that are verified to be in force. */
  String tag(Gun gun) {
    var routes =
        RegistryClient.connect(host, transport, CredentialSource.none(), Clock.systemUTC())
            .trust(gun.toString());
    return reader.get(gun, routes).targets().all(List.of(Role.TARGETS)).iterator().next().name();
  }

  @Override
  public void close() {
    transport.close();
  }
}
