package dev.lading.conformance.spec.seeded.server.handlers;

import io.vertx.core.Vertx;

/** Vert.x outside of the edge. */
public record SeesVertx(Vertx vertx) {}
