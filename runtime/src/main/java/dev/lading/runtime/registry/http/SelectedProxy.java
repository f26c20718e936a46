package dev.lading.runtime.registry.http;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** {@link ProxyRules} as the library asks for them; the JVM's own settings do not count. */
final class SelectedProxy extends ProxySelector {
  private final ProxyRules rules;

  SelectedProxy(ProxyRules rules) {
    this.rules = rules;
  }

  @Override
  public List<Proxy> select(URI uri) {
    Optional<HttpProxy> proxy = rules.find(uri);
    return proxy
        .map(p -> List.of(new Proxy(Proxy.Type.HTTP, p.address())))
        .orElseGet(() -> List.of(Proxy.NO_PROXY));
  }

  /** The request fails by itself. */
  @Override
  public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
}
