package dev.lading.conformance.clients;

import dev.lading.runtime.registry.http.HostCertificates;
import dev.lading.runtime.registry.http.Patience;
import dev.lading.runtime.registry.http.PlainHttp;
import dev.lading.runtime.registry.http.ProxyRules;
import dev.lading.runtime.registry.http.Repetition;
import dev.lading.runtime.registry.http.Transport;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** How our client asks registries of this machine that speak plain HTTP. */
public final class LoopbackTransport {
  private LoopbackTransport() {}

  /** To be closed by the caller. */
  public static Transport open(Clock clock, SecureRandom random) {
    return new Transport(
        new Transport.Settings(
            new HostCertificates(List.of(), Optional.empty()),
            ProxyRules.none(),
            PlainHttp.LOOPBACK,
            Patience.usual(),
            Repetition.usual(clock, random),
            "lading/test"));
  }
}
