package dev.lading.runtime.container;

import dev.lading.runtime.image.Platform;
import java.util.Optional;

/** Where containers get their images from. */
@FunctionalInterface
public interface ImageSource {
  /**
   * @param platform empty for this machine's
   */
  UnpackedImage get(String reference, Optional<Platform> platform);
}
