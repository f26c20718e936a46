package dev.lading.conformance.bench.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** An image in memory: layers, a configuration, and the manifest that names them. */
public record Image(List<Content> layers, Content config, Content manifest) {
  private static final String LAYER_TYPE = "application/vnd.oci.image.layer.v1.tar+gzip";
  private static final String CONFIG_TYPE = "application/vnd.oci.image.config.v1+json";

  public Image {
    layers = List.copyOf(layers);
  }

  /** An image of new content: so many layers, together of so many bytes. */
  public static Image random(int layers, int bytes, RandomGenerator random) {
    List<Content> parts = new ArrayList<>();
    for (int i = 0; i < layers; i++) {
      parts.add(Content.random(bytes / layers, random));
    }
    return of(parts, random.nextLong());
  }

  /** The image of these layers; {@code salt} tells its configuration from all others. */
  public static Image of(List<Content> layers, long salt) {
    String diffs =
        layers.stream().map(layer -> '"' + layer.digest() + '"').collect(Collectors.joining(","));
    String config =
        """
        {"architecture":"amd64","os":"linux","config":{"Env":["SALT=%d"]},"rootfs":{"type":"layers","diff_ids":[%s]}}"""
            .formatted(salt, diffs);
    var configContent = Content.of(config.getBytes(UTF_8));
    String described =
        layers.stream()
            .map(layer -> descriptor(LAYER_TYPE, layer))
            .collect(Collectors.joining(","));
    String manifest =
        """
        {"schemaVersion":2,"mediaType":"%s","config":%s,"layers":[%s]}"""
            .formatted(Request.MANIFEST_TYPE, descriptor(CONFIG_TYPE, configContent), described);
    return new Image(layers, configContent, Content.of(manifest.getBytes(UTF_8)));
  }

  /** Layers and configuration, in the order in which clients push them. */
  public List<Content> blobs() {
    List<Content> all = new ArrayList<>(layers);
    all.add(config);
    return all;
  }

  private static String descriptor(String mediaType, Content content) {
    return """
        {"mediaType":"%s","digest":"%s","size":%d}"""
        .formatted(mediaType, content.digest(), content.bytes().length);
  }
}
