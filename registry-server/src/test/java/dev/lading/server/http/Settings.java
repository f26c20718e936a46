package dev.lading.server.http;

import dev.lading.server.exchange.Response.Header;
import dev.lading.server.tls.TlsSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings that differ from others in one part. */
final class Settings {
  private Settings() {}

  static HttpSettings withLimits(HttpSettings s, HttpLimits limits) {
    return new HttpSettings(
        s.listeners(),
        s.prefix(),
        s.host(),
        s.relativeUrls(),
        s.headers(),
        s.trustedProxies(),
        limits,
        s.drain(),
        s.h2c(),
        s.redirects(),
        s.tls());
  }

  static HttpSettings withListeners(HttpSettings s, List<ListenAddress> listeners) {
    return new HttpSettings(
        listeners,
        s.prefix(),
        s.host(),
        s.relativeUrls(),
        s.headers(),
        s.trustedProxies(),
        s.limits(),
        s.drain(),
        s.h2c(),
        s.redirects(),
        s.tls());
  }

  static HttpSettings withPrefix(HttpSettings s, String prefix) {
    return new HttpSettings(
        s.listeners(),
        prefix,
        s.host(),
        s.relativeUrls(),
        s.headers(),
        s.trustedProxies(),
        s.limits(),
        s.drain(),
        s.h2c(),
        s.redirects(),
        s.tls());
  }

  static HttpSettings withUrls(HttpSettings s, Optional<URI> host, boolean relative) {
    return new HttpSettings(
        s.listeners(),
        s.prefix(),
        host,
        relative,
        s.headers(),
        s.trustedProxies(),
        s.limits(),
        s.drain(),
        s.h2c(),
        s.redirects(),
        s.tls());
  }

  static HttpSettings withHeaders(HttpSettings s, List<Header> headers) {
    return new HttpSettings(
        s.listeners(),
        s.prefix(),
        s.host(),
        s.relativeUrls(),
        headers,
        s.trustedProxies(),
        s.limits(),
        s.drain(),
        s.h2c(),
        s.redirects(),
        s.tls());
  }

  static HttpSettings withProxies(HttpSettings s, List<AddressRange> proxies) {
    return new HttpSettings(
        s.listeners(),
        s.prefix(),
        s.host(),
        s.relativeUrls(),
        s.headers(),
        proxies,
        s.limits(),
        s.drain(),
        s.h2c(),
        s.redirects(),
        s.tls());
  }

  static HttpSettings withDrain(HttpSettings s, Duration drain) {
    return new HttpSettings(
        s.listeners(),
        s.prefix(),
        s.host(),
        s.relativeUrls(),
        s.headers(),
        s.trustedProxies(),
        s.limits(),
        drain,
        s.h2c(),
        s.redirects(),
        s.tls());
  }

  static HttpSettings withoutH2c(HttpSettings s) {
    return new HttpSettings(
        s.listeners(),
        s.prefix(),
        s.host(),
        s.relativeUrls(),
        s.headers(),
        s.trustedProxies(),
        s.limits(),
        s.drain(),
        false,
        s.redirects(),
        s.tls());
  }

  static HttpSettings withoutRedirects(HttpSettings s) {
    return new HttpSettings(
        s.listeners(),
        s.prefix(),
        s.host(),
        s.relativeUrls(),
        s.headers(),
        s.trustedProxies(),
        s.limits(),
        s.drain(),
        s.h2c(),
        false,
        s.tls());
  }

  static HttpSettings withTls(HttpSettings s, TlsSettings tls) {
    return new HttpSettings(
        s.listeners(),
        s.prefix(),
        s.host(),
        s.relativeUrls(),
        s.headers(),
        s.trustedProxies(),
        s.limits(),
        s.drain(),
        s.h2c(),
        s.redirects(),
        Optional.of(tls));
  }
}
