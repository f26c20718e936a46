package dev.lading.runtime.registry.http;

import dev.lading.runtime.registry.RegistryHost;
import java.net.URI;

/** Where clear text is allowed. */
public enum PlainHttp {
  NOWHERE,
  /** On this machine only: the default. */
  LOOPBACK,
  /** Where somebody asked for it by name. */
  ANYWHERE;

  public boolean allows(URI uri) {
    return switch (this) {
      case NOWHERE -> false;
      case LOOPBACK -> RegistryHost.isLoopback(uri);
      case ANYWHERE -> true;
    };
  }
}
