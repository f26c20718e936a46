package dev.lading.server;

import dev.lading.server.exchange.Caller;
import dev.lading.server.exchange.Gate;
import dev.lading.server.exchange.Need;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.RequestException.SwitchedOff;
import dev.lading.server.exchange.Scope.Action;
import dev.lading.server.exchange.TrustAccess;

/** What is switched off for everybody: by the rights a route needs, so that none is forgotten. */
record Switches(boolean readOnly, boolean deletes) implements Gate {
  @Override
  public Caller admit(Request request, Need need) {
    if (readOnly && (needs(Action.PUSH, need) || needs(Action.DELETE, need) || changes(need))) {
      throw new SwitchedOff(SwitchedOff.Switch.READ_ONLY);
    }
    if (!deletes && (needs(Action.DELETE, need) || removes(need))) {
      throw new SwitchedOff(SwitchedOff.Switch.DELETES_DISABLED);
    }
    return readOnly ? Caller.ANY_READER : Caller.ANYBODY;
  }

  private static boolean changes(Need need) {
    return need instanceof Need.Trust trust && trust.access() != TrustAccess.READ;
  }

  private static boolean removes(Need need) {
    return need instanceof Need.Trust trust && trust.access() == TrustAccess.REMOVE;
  }

  private static boolean needs(Action action, Need need) {
    return need instanceof Need.Rights rights
        && rights.required().stream().anyMatch(scope -> scope.action() == action);
  }
}
