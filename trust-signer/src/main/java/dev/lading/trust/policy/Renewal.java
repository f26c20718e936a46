package dev.lading.trust.policy;

import dev.lading.trust.Gun;

/**
 * Asked when a timestamp or snapshot has expired that the server signs, which nobody who pulls is
 * to be refused for.
 */
@FunctionalInterface
public interface Renewal {
  /** Nothing is ever signed again. */
  Renewal NONE = _ -> false;

  /**
   * Signs again what can be.
   *
   * @return whether it is worth looking again
   */
  boolean renew(Gun gun);
}
