package dev.lading.runtime.container;

import dev.lading.runtime.image.Platform;
import java.util.function.Function;

/** Where containers get their images from. */
public interface ImageSource {
  /**
   * Lets somebody begin to use an image; nobody removes it meanwhile.
   *
   * @param platform what it is to run on
   * @param begin leaves behind who uses it, so that it is not removed afterwards
   */
  <T> T use(String reference, Platform platform, Function<UnpackedImage, T> begin);
}
