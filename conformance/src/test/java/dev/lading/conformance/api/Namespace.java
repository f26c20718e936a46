package dev.lading.conformance.api;

import java.util.UUID;

/**
 * Names for the repositories of one run of the suite, so that it can be aimed twice at the same
 * registry.
 */
final class Namespace {
  private Namespace() {}

  static String fresh() {
    return "suite/" + UUID.randomUUID().toString().substring(0, 8);
  }
}
