package dev.lading.runtime.keys;

import dev.lading.trust.key.KeyId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What there is in a {@link KeyFolder}.
 *
 * @param labels what its keys say that they are for
 * @param unusable files with the name of a key that hold none, or cannot be read, and why
 */
public record KeyListing(SortedMap<KeyId, KeyLabel> labels, List<UnusableKey> unusable) {
  public KeyListing {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    unusable = List.copyOf(unusable);
  }
}
