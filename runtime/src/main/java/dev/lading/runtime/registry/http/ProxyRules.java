package dev.lading.runtime.registry.http;

import dev.lading.runtime.registry.RegistryHost;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which proxy is between us and an address, by {@code HTTP_PROXY}, {@code HTTPS_PROXY} and {@code
 * NO_PROXY} as Go's programs read them, all container tools among them. Never one for this machine.
 *
 * @see <a href="https://pkg.go.dev/golang.org/x/net/http/httpproxy">package httpproxy</a>
 */
public final class ProxyRules {
  private final Optional<HttpProxy> forHttp;
  private final Optional<HttpProxy> forHttps;
  private final List<NoProxy> exceptions;

  private ProxyRules(
      Optional<HttpProxy> forHttp, Optional<HttpProxy> forHttps, List<NoProxy> exceptions) {
    this.forHttp = forHttp;
    this.forHttps = forHttps;
    this.exceptions = List.copyOf(exceptions);
  }

  /**
   * @throws UnusableSetting when a variable names a proxy that we cannot speak to: what is to go by
   *     a proxy does not go without
   */
  public static ProxyRules of(Map<String, String> environment) {
    return new ProxyRules(
        proxy(environment, "HTTP_PROXY"),
        proxy(environment, "HTTPS_PROXY"),
        value(environment, "NO_PROXY").stream()
            .flatMap(list -> Arrays.stream(list.split(",", -1)))
            .map(String::strip)
            .filter(entry -> !entry.isEmpty())
            .map(NoProxy::parse)
            .toList());
  }

  public static ProxyRules none() {
    return of(Map.of());
  }

  Optional<HttpProxy> find(URI uri) {
    Optional<HttpProxy> proxy = Addresses.isEncrypted(uri) ? forHttps : forHttp;
    return proxy.filter(_ -> !isExcepted(uri));
  }

  private boolean isExcepted(URI uri) {
    return RegistryHost.isLoopback(uri)
        || exceptions.stream().anyMatch(exception -> exception.covers(uri));
  }

  private static Optional<HttpProxy> proxy(Map<String, String> environment, String variable) {
    return value(environment, variable).map(text -> HttpProxy.parse(variable, text));
  }

  private static Optional<String> value(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable))
        .or(() -> Optional.ofNullable(environment.get(variable.toLowerCase(Locale.ROOT))))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }
}
