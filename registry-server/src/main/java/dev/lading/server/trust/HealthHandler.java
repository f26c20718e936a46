package dev.lading.server.trust;

import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.Response;
import java.util.function.BooleanSupplier;

/** Whether this registry is well, told where a notary-server tells it. */
record HealthHandler(BooleanSupplier healthy) {
  Response get(Request request) {
    return healthy.getAsBoolean()
        ? Response.json(200, "{}")
        : Response.json(503, "{\"storage\":\"unavailable\"}");
  }
}
