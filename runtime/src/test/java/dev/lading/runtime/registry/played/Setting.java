package dev.lading.runtime.registry.played;

import dev.lading.runtime.registry.RegistryHost;
import dev.lading.runtime.registry.client.RegistryClient;
import dev.lading.runtime.registry.http.HostCertificates;
import dev.lading.runtime.registry.http.Patience;
import dev.lading.runtime.registry.http.PlainHttp;
import dev.lading.runtime.registry.http.ProxyRules;
import dev.lading.runtime.registry.http.Repetition;
import dev.lading.runtime.registry.http.Transport;
import dev.lading.runtime.registry.login.CredentialSource;
import dev.lading.runtime.registry.login.Credentials;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What a client under test goes by. Nothing waits: pauses are written down.
 *
 * @param pauses that were asked for so far
 */
public record Setting(
    HostCertificates certificates,
    ProxyRules proxies,
    PlainHttp plain,
    Duration stall,
    Clock clock,
    List<Duration> pauses) {
  public static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  public static Setting usual() {
    return new Setting(
        new HostCertificates(List.of(), Optional.empty()),
        ProxyRules.none(),
        PlainHttp.LOOPBACK,
        Duration.ofSeconds(30),
        Clock.fixed(NOW, ZoneOffset.UTC),
        new CopyOnWriteArrayList<>());
  }

  public Setting with(HostCertificates other) {
    return new Setting(other, proxies, plain, stall, clock, pauses);
  }

  public Setting with(ProxyRules other) {
    return new Setting(certificates, other, plain, stall, clock, pauses);
  }

  public Setting with(PlainHttp other) {
    return new Setting(certificates, proxies, other, stall, clock, pauses);
  }

  public Setting with(Clock other) {
    return new Setting(certificates, proxies, plain, stall, other, pauses);
  }

  /** With little patience, for servers that say nothing. */
  public Setting stallingAfter(Duration other) {
    return new Setting(certificates, proxies, plain, other, clock, pauses);
  }

  /** Closed by the caller. */
  public Transport transport() {
    var repetition =
        new Repetition(
            3, Duration.ofMillis(100), Duration.ofSeconds(30), pauses::add, clock, new Random(7));
    return new Transport(
        new Transport.Settings(
            certificates,
            proxies,
            plain,
            new Patience(Duration.ofSeconds(20), Duration.ofSeconds(60), stall),
            repetition,
            "lading/test"));
  }

  public RegistryClient client(RegistryHost host, Transport transport) {
    return RegistryClient.connect(host, transport, CredentialSource.none(), clock);
  }

  public RegistryClient client(RegistryHost host, Transport transport, Credentials credentials) {
    return RegistryClient.connect(host, transport, _ -> Optional.of(credentials), clock);
  }
}
