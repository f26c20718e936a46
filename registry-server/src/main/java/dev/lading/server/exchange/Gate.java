package dev.lading.server.exchange;

import java.util.List;
import java.util.Optional;

/**
 * The one door of authorisation and policy: asked for every request of every route before its
 * handler runs, on the request's own virtual thread.
 */
@FunctionalInterface
public interface Gate {
  /** The refusal, or empty to let the request pass. */
  Optional<RequestException> refuse(Request request, List<Scope> needed);
}
