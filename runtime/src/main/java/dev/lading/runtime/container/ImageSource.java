package dev.lading.runtime.container;

import dev.lading.runtime.image.Platform;

/** Where containers get their images from. */
@FunctionalInterface
public interface ImageSource {
  /**
   * @param platform what it is to run on
   */
  UnpackedImage get(String reference, Platform platform);
}
