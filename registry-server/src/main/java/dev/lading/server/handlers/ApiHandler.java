package dev.lading.server.handlers;

import dev.lading.content.RepositoryName;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.Response;
import java.util.function.BooleanSupplier;

/** That we are here, what we speak, and whether we are well. */
final class ApiHandler {
  private final BooleanSupplier healthy;

  ApiHandler(BooleanSupplier healthy) {
    this.healthy = healthy;
  }

  /** For load balancers that ask the root. */
  Response alive(Request request) {
    return Response.of(200);
  }

  /** end-1: a v2 registry. */
  Response version(Request request) {
    return Response.json(200, "{}");
  }

  Response health(Request request) {
    return healthy.getAsBoolean()
        ? Response.json(200, "{\"status\":\"ok\"}\n")
        : Response.json(503, "{\"status\":\"storage unavailable\"}\n");
  }

  /** The OCI discovery extension: none beyond the specification itself. */
  Response extensions(Request request) {
    return Response.json(200, "{\"extensions\":[]}");
  }

  /** The same for a repository, whether or not it is there. */
  Response extensionsOfRepository(Request request) {
    RepositoryName _ = RepositoryName.parse(request.parameters().get("name"));
    return extensions(request);
  }
}
