package dev.lading.conformance.spec.seeded.server.http;

import dev.lading.conformance.spec.seeded.server.handlers.SeesVertx;
import io.vertx.core.Vertx;

/** The edge, which may see Vert.x; and the other half of a cycle. */
public record MaySeeVertx(Vertx vertx, SeesVertx handler) {}
