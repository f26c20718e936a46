package dev.lading.server;

import dev.lading.config.DataSize;
import dev.lading.config.Section;
import dev.lading.server.exchange.Response.Header;
import dev.lading.server.http.AddressRange;
import dev.lading.server.http.HttpLimits;
import dev.lading.server.http.HttpSettings;
import dev.lading.server.http.ListenAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the edge's settings out of {@code http} and {@code limits}. */
final class HttpReading {
  private static final HttpLimits DEFAULTS = HttpLimits.defaults();

  private HttpReading() {}

  /**
   * @param tlsDirectory where a certificate that is made here is kept
   */
  static HttpSettings from(Section http, Section limits, boolean redirects, Path tlsDirectory) {
    http.secret("secret"); // distribution signs upload locations with it; ours need no signature
    boolean http2 = !http.section("http2").flag("disabled", false);
    boolean h2c = http.section("h2c").flag("enabled", true);
    Optional<URI> host = http.optional("host", HttpReading::host);
    return new HttpSettings(
        listeners(http),
        prefix(http.text("prefix", "/")),
        host,
        http.flag("relativeurls", true),
        headers(http),
        http.values("trustedproxies", List.of(), HttpReading::range),
        limits(limits),
        http.duration("draintimeout", Duration.ofSeconds(30)),
        http2 && h2c,
        redirects,
        TlsReading.from(http.section("tls"), host, http2, tlsDirectory));
  }

  /** The largest blob; not given, there is no limit. */
  static long blobLimit(Section limits) {
    return limits
        .optional("blob", DataSize::parse)
        .map(DataSize::bytes)
        .orElse(HttpLimits.UNLIMITED);
  }

  private static List<ListenAddress> listeners(Section http) {
    List<ListenAddress> listeners = new ArrayList<>();
    listeners.add(http.value("addr", ":5000", HttpReading::address));
    listeners.addAll(http.values("listeners", List.of(), HttpReading::address));
    return listeners;
  }

  private static ListenAddress address(String text) {
    try {
      return ListenAddress.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "is not host:port; write for example 127.0.0.1:5000, [::1]:5000 or :5000", e);
    }
  }

  private static AddressRange range(String text) {
    try {
      return AddressRange.parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "is not a range of addresses; write for example 10.0.0.0/8", e);
    }
  }

  private static URI host(String text) {
    URI host = URI.create(text);
    if (host.getScheme() == null || host.getHost() == null) {
      throw new IllegalArgumentException(
          "is not the address clients use; write for example https://registry.example.com");
    }
    return host;
  }

  private static String prefix(String text) {
    String left = text.startsWith("/") ? text : "/" + text;
    return left.endsWith("/") ? left : left + "/";
  }

  private static List<Header> headers(Section http) {
    return http.textLists("headers").entrySet().stream()
        .flatMap(entry -> entry.getValue().stream().map(v -> new Header(entry.getKey(), v)))
        .toList();
  }

  private static HttpLimits limits(Section limits) {
    Section body = limits.section("body");
    Section buffers = limits.section("buffers");
    return new HttpLimits(
        bytes(limits, "requestline", DEFAULTS.initialLineBytes()),
        bytes(limits, "headers", DEFAULTS.headerBytes()),
        limits.duration("idle", DEFAULTS.idle()),
        blobLimit(limits),
        body.size("minrate", new DataSize(DEFAULTS.bodyBytesPerSecond())).bytes(),
        body.duration("window", DEFAULTS.bodyWindow()),
        buffers.size("bytes", new DataSize(DEFAULTS.bufferBytes())).bytes(),
        buffers.duration("wait", DEFAULTS.bufferWait()),
        (int) limits.number("connections", DEFAULTS.connections(), 16, 10_000_000));
  }

  private static int bytes(Section limits, String name, int fallback) {
    return (int) Math.min(limits.size(name, new DataSize(fallback)).bytes(), 16 << 20);
  }
}
