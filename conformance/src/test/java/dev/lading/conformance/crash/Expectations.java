package dev.lading.conformance.crash;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What may be found under each name after a crash: what was acknowledged last and, where a request
 * was under way, what that one would have made of it. Mutable, for one thread.
 */
public final class Expectations {
  private final Map<Named, Optional<String>> before;
  private final Map<Named, Set<Optional<String>>> allowed = new LinkedHashMap<>();

  /**
   * @param before what was found under some names earlier; under others, nothing
   */
  Expectations(Map<Named, Optional<String>> before) {
    this.before = Map.copyOf(before);
  }

  /** From now on this alone will do. */
  public void acknowledged(List<Effect> effects) {
    effects.forEach(effect -> allowed.put(effect.name(), Set.of(effect.digest())));
  }

  /** This will do as well as what was there before. */
  public void attempted(List<Effect> effects) {
    for (Effect effect : effects) {
      Optional<String> found = before.getOrDefault(effect.name(), Optional.empty());
      Set<Optional<String>> both =
          new HashSet<>(allowed.getOrDefault(effect.name(), Set.of(found)));
      both.add(effect.digest());
      allowed.put(effect.name(), both);
    }
  }

  public Map<Named, Set<Optional<String>>> allowed() {
    return Map.copyOf(allowed);
  }
}
