package dev.lading.server;

import dev.lading.config.Section;
import dev.lading.content.RepositoryName;
import dev.lading.server.exchange.Hostnames;
import dev.lading.trust.Gun;
import dev.lading.trust.TrustException.GunInvalid;
import java.util.HashSet;
import java.util.List;

/** Reads {@code trust}, as far as it is about serving trust data. */
final class TrustReading {
  private static final RepositoryName ANY = new RepositoryName("any");

  private TrustReading() {}

  /** {@link Hostnames#NONE} when no trust data is to be served. */
  static Hostnames hostnames(Section trust) {
    List<String> names = trust.values("hostnames", List.of(), TrustReading::hostname);
    if (new HashSet<>(names).size() < names.size()) {
      trust.problem("hostnames", "names a host twice. Write each once, the canonical one first.");
    }
    return new Hostnames(names);
  }

  /** As clients put it before the name of a repository: no scheme, no path, the port if any. */
  private static String hostname(String text) {
    try {
      return new Gun(text, ANY).host();
    } catch (GunInvalid e) {
      throw new IllegalArgumentException(
          "is no host with or without a port; write for example registry.example.com:5000", e);
    }
  }
}
