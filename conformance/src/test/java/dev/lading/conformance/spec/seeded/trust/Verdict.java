package dev.lading.conformance.spec.seeded.trust;

/** Something of the same level. */
public record Verdict(boolean allowed) {}
