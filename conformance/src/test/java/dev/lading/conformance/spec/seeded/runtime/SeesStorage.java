package dev.lading.conformance.spec.seeded.runtime;

import dev.lading.conformance.spec.seeded.storage.SeesContent;

/** A client with a store. */
public record SeesStorage(SeesContent storage) {}
