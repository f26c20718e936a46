package dev.lading.server.handlers;

import dev.lading.content.Actor;
import dev.lading.server.exchange.Handler;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.Response;
import java.util.Optional;

/** Names the sender of a request as the one on whose behalf its handler changes things. */
record ActingFor(Handler handler) implements Handler {
  @Override
  public Response handle(Request request) {
    Actor actor =
        new Actor(
            request.caller().name(),
            Optional.of(request.id()),
            Optional.of(request.origin().client()));
    return ScopedValue.where(Actor.CURRENT, actor).call(() -> handler.handle(request));
  }
}
