package dev.lading.conformance.spec.seeded.content;

/** Something of a higher level. */
public record Blob(long size) {}
