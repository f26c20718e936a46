package dev.lading.trust.verify;

import dev.lading.trust.Role.TargetsRole;
import dev.lading.trust.metadata.Target;

/** A name, what it was signed for, and by which role. */
public record SignedTarget(String name, TargetsRole role, Target target) {}
