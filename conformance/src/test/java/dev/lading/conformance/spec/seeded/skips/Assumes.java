package dev.lading.conformance.spec.seeded.skips;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

final class Assumes {
  private Assumes() {}

  static void assume() {
    assumeTrue(false, "on purpose");
  }
}
