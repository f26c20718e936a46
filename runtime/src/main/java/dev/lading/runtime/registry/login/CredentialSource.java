package dev.lading.runtime.registry.login;

import dev.lading.runtime.registry.RegistryHost;
import java.util.Optional;

/** Where credentials come from. Asked only when a registry wants some, and perhaps each time. */
@FunctionalInterface
public interface CredentialSource {
  Optional<Credentials> find(RegistryHost host);

  static CredentialSource none() {
    return _ -> Optional.empty();
  }
}
