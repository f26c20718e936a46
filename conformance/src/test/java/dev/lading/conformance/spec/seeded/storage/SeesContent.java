package dev.lading.conformance.spec.seeded.storage;

import dev.lading.conformance.spec.seeded.content.Blob;

/** An arrow upwards. */
public record SeesContent(Blob blob) {}
