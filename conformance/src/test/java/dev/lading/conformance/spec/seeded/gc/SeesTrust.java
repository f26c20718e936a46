package dev.lading.conformance.spec.seeded.gc;

import dev.lading.conformance.spec.seeded.trust.Verdict;

/** An arrow sideways. */
record SeesTrust(Verdict verdict) {}
