package dev.lading.conformance.crash;

import java.util.Optional;

/**
 * What one request does to one name.
 *
 * @param digest of what is found under the name afterwards; empty when nothing is
 */
public record Effect(Named name, Optional<String> digest) {
  public static Effect of(Named name, String digest) {
    return new Effect(name, Optional.of(digest));
  }

  public static Effect removes(Named name) {
    return new Effect(name, Optional.empty());
  }
}
