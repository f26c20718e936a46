package dev.lading.runtime.trust;

import dev.lading.trust.Gun;
import dev.lading.trust.key.KeyId;
import java.util.Set;

/** Who decides on a root that nothing leads to: neither a pin nor one that was seen before. */
@FunctionalInterface
public interface FirstUse {
  /** Pins alone count. */
  FirstUse REFUSED = (_, _) -> false;

  /**
   * @param roots the canonical IDs of its keys, as key folders name them
   */
  boolean accepts(Gun gun, Set<KeyId> roots);
}
