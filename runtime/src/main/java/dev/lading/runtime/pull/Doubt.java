package dev.lading.runtime.pull;

import dev.lading.runtime.registry.ImageReference;

/** Who decides on an image of which no signature is known. */
@FunctionalInterface
public interface Doubt {
  /** Nobody is there to be asked. */
  Doubt REFUSED = _ -> false;

  boolean isAccepted(ImageReference image);
}
