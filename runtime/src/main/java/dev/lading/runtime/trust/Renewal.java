package dev.lading.runtime.trust;

import dev.lading.trust.verify.TrustedRole;

/**
 * Which files may be read though their time is over: those that whoever reads can sign anew. All
 * else that is asked of a file is asked of these as well.
 */
@FunctionalInterface
public interface Renewal {
  /** A reader who only reads. */
  Renewal NONE = _ -> false;

  /** Whether keys enough to sign for the role are held here. */
  boolean isAble(TrustedRole role);
}
