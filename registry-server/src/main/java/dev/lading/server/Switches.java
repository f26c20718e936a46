package dev.lading.server;

import dev.lading.server.exchange.Gate;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.RequestException;
import dev.lading.server.exchange.RequestException.SwitchedOff;
import dev.lading.server.exchange.Scope;
import dev.lading.server.exchange.Scope.Action;
import java.util.List;
import java.util.Optional;

/** What is switched off for everybody: by the rights a route needs, so that none is forgotten. */
record Switches(boolean readOnly, boolean deletes) implements Gate {
  @Override
  public Optional<RequestException> refuse(Request request, List<Scope> needed) {
    if (readOnly && (needs(Action.PUSH, needed) || needs(Action.DELETE, needed))) {
      return Optional.of(new SwitchedOff(SwitchedOff.Switch.READ_ONLY));
    }
    return !deletes && needs(Action.DELETE, needed)
        ? Optional.of(new SwitchedOff(SwitchedOff.Switch.DELETES_DISABLED))
        : Optional.empty();
  }

  private static boolean needs(Action action, List<Scope> needed) {
    return needed.stream().anyMatch(scope -> scope.action() == action);
  }
}
