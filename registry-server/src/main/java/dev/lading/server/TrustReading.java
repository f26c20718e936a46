package dev.lading.server;

import dev.lading.config.Section;
import dev.lading.content.RepositoryName;
import dev.lading.server.exchange.Hostnames;
import dev.lading.trust.Gun;
import dev.lading.trust.TrustException.GunInvalid;
import dev.lading.trust.policy.RulesReading;
import dev.lading.trust.policy.TrustRules;
import java.util.HashSet;
import java.util.List;

/** Reads {@code trust}. */
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

  /** What is asked of pulls, which needs a name that the signatures are for. */
  static TrustRules rules(Section trust, Hostnames hostnames) {
    TrustRules rules = RulesReading.from(trust);
    if (hostnames.names().isEmpty() && !rules.rules().isEmpty()) {
      trust.problem(
          "hostnames",
          "is missing, and without it nobody can sign what trust.policies asks for. Write the"
              + " names by which clients reach this registry, for example"
              + " [\"registry.example.com:5000\"].");
    }
    return rules;
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
