package dev.lading.conformance.spec.seeded.server.handlers;

import dev.lading.conformance.spec.seeded.server.http.MaySeeVertx;

/** One half of a cycle. */
record SeesHttp(MaySeeVertx edge) {}
