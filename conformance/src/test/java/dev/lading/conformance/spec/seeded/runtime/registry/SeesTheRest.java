package dev.lading.conformance.spec.seeded.runtime.registry;

import dev.lading.conformance.spec.seeded.runtime.SeesStorage;

/** A registry client that knows its program. */
record SeesTheRest(SeesStorage program) {}
