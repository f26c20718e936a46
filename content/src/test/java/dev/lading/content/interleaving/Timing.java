package dev.lading.content.interleaving;

import dev.lading.storage.Key;
import dev.lading.storage.ObjectInfo;
import java.time.Duration;
import java.util.List;

/**
 * How time is seen.
 *
 * @param tick by how much it passes at once
 * @param timedBelow below these prefixes objects have a store time. All others have {@link
 *     Times#START}: for objects whose age nobody acts upon, which then are written at no certain
 *     time, so that fewer worlds differ
 */
record Timing(Duration tick, List<String> timedBelow) {
  Timing {
    timedBelow = List.copyOf(timedBelow);
  }

  boolean isTimed(Key key) {
    return timedBelow.stream().anyMatch(key.path()::startsWith);
  }

  ObjectInfo seen(Key key, ObjectInfo info) {
    return isTimed(key) ? info : new ObjectInfo(info.size(), Times.START);
  }
}
