package dev.lading.runtime.image;

import dev.lading.content.Descriptor;
import dev.lading.content.Manifest;
import dev.lading.runtime.unpack.Layer;
import java.util.ArrayList;
import java.util.List;

/** An image whose manifest and config have been read; its layers may still be on their way. */
public record PresentImage(
    Descriptor manifest, Descriptor config, ImageConfig says, List<Layer> layers) {
  public PresentImage {
    layers = List.copyOf(layers);
  }

  /**
   * @throws ImageException.NoImage when manifest and config do not fit together
   */
  public static PresentImage of(
      Descriptor descriptor, Manifest manifest, Descriptor config, ImageConfig says) {
    List<Descriptor> blobs = manifest.layers();
    if (blobs.size() != says.diffIds().size()) {
      throw new ImageException.NoImage(
          "it has %d layers, and its config knows %d"
              .formatted(blobs.size(), says.diffIds().size()));
    }
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < blobs.size(); i++) {
      layers.add(new Layer(blobs.get(i), says.diffIds().get(i)));
    }
    return new PresentImage(descriptor, config, says, layers);
  }
}
