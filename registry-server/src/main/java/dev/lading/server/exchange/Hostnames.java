package dev.lading.server.exchange;

import dev.lading.content.RepositoryName;
import java.util.List;
import java.util.Optional;

/**
 * The names by which clients reach this registry, as far as it keeps trust data under them: {@code
 * reg.example.com:5000}. They are compared as written, as clients compare GUNs.
 *
 * @param names the first one is canonical: what policies are about
 */
public record Hostnames(List<String> names) {
  /** No trust data is kept. */
  public static final Hostnames NONE = new Hostnames(List.of());

  public Hostnames {
    names = List.copyOf(names);
  }

  /** The first; there has to be one. */
  public String canonical() {
    return names.getFirst();
  }

  /** The repository that a GUN is about; empty when it is none of a repository of ours. */
  public Optional<RepositoryName> repository(String gun) {
    int slash = gun.indexOf('/');
    return Optional.of(gun.substring(slash + 1))
        .filter(_ -> slash >= 0 && names.contains(gun.substring(0, slash)))
        .filter(RepositoryName::isName)
        .map(RepositoryName::new);
  }
}
