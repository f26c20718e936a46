package dev.lading.conformance.spec.seeded.skips;

import org.junit.jupiter.api.Disabled;

@Disabled("on purpose")
final class IsDisabled {
  private IsDisabled() {}
}
