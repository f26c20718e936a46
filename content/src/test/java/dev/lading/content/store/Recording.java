package dev.lading.content.store;

import dev.lading.content.store.WatchedDriver.Verb;
import dev.lading.storage.Key;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Notes what was changed, in order. */
final class Recording implements WatchedDriver.Watcher {
  private static final Set<Verb> CHANGES =
      EnumSet.of(
          Verb.WRITE,
          Verb.WRITE_TRANSIENT,
          Verb.DELETE,
          Verb.DELETE_TRANSIENT,
          Verb.DELETE_BELOW,
          Verb.PUBLISH);
  private final List<String> calls = new CopyOnWriteArrayList<>();

  @Override
  public void before(Verb verb, Key key) {
    if (CHANGES.contains(verb)) {
      calls.add(verb + " " + key);
    }
  }

  List<String> changesMade() {
    return List.copyOf(calls);
  }
}
