package dev.lading.runtime.pull;

import dev.lading.runtime.image.LocalImage;
import dev.lading.runtime.image.LocalImages;
import dev.lading.runtime.image.Platform;
import dev.lading.runtime.image.PresentImage;
import dev.lading.runtime.registry.ImageReference;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.util.Optional;

/** Images that were pulled before, for whoever asks no registry. */
public record KeptImages(LocalImages here, Progress progress) {
  /**
   * @return empty when it is not here, or not all of it, or it does not run on the platform
   */
  public Optional<Pull.Pulled> find(ImageReference reference, Platform platform) {
    try (FileLock _ = here.adding()) {
      return here.find(reference.wholeName())
          .filter(image -> platform.runs(image.platform()))
          .flatMap(this::whole);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Pull.Pulled> whole(LocalImage name) {
    PresentImage image = here.read(name);
    return here.isWhole(image)
        ? Optional.of(new Pull.Pulled(name, image, here.root(image, _ -> {}, progress::unpacked)))
        : Optional.empty();
  }
}
