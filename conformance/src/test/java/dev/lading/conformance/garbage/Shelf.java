package dev.lading.conformance.garbage;

import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Layers that many images have in common: so few that each comes, is shared, becomes garbage and
 * comes again while the test goes on. Immutable.
 */
final class Shelf {
  private static final int LAYERS = 24;
  private static final int MOST_OF_AN_IMAGE = 4;
  private final List<Content> layers = new ArrayList<>();

  /** An image with all its bytes. */
  record Image(Manifest manifest, List<Content> blobs) {
    String digest() {
      return manifest.content().sha256();
    }
  }

  Shelf(RandomGenerator random) {
    for (int i = 0; i < LAYERS; i++) {
      byte[] bytes = new byte[1_000 + random.nextInt(20_000)];
      random.nextBytes(bytes);
      layers.add(new Content(bytes));
    }
  }

  /** An image that nobody pushed before, of one layer of its own and some of the shelf's. */
  Image image(RandomGenerator random) {
    Content config = Content.of("{\"os\":\"linux\",\"author\":\"" + random.nextLong() + "\"}");
    List<Content> some = new ArrayList<>();
    some.add(Content.of("layer " + random.nextLong()));
    for (int i = random.nextInt(MOST_OF_AN_IMAGE); i > 0; i--) {
      some.add(layers.get(random.nextInt(LAYERS)));
    }
    List<Content> blobs = new ArrayList<>(some);
    blobs.add(config);
    return new Image(Manifest.image(config, some.toArray(Content[]::new)), blobs);
  }
}
