package dev.lading.content.store;

import dev.lading.content.Actor;
import dev.lading.content.Change;
import dev.lading.content.RepositoryName;
import java.time.InstantSource;
import java.util.List;

/** Tells every listener what happened, when and on whose behalf. */
final class Changes {
  private final InstantSource clock;
  private final List<Change.Listener> listeners;

  Changes(InstantSource clock, List<Change.Listener> listeners) {
    this.clock = clock;
    this.listeners = List.copyOf(listeners);
  }

  void tell(RepositoryName repository, Change.What what) {
    Change change = new Change(clock.instant(), Actor.current(), repository, what);
    listeners.forEach(listener -> listener.changed(change));
  }
}
