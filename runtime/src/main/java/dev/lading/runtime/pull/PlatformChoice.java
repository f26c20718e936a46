package dev.lading.runtime.pull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lading.content.Descriptor;
import dev.lading.content.Manifest;
import dev.lading.runtime.image.ImageException.NoPlatform;
import dev.lading.runtime.image.Platform;
import dev.lading.runtime.registry.ImageReference;
import dev.lading.runtime.registry.http.JsonDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which of an index's images is wanted.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-index.md">OCI
 *     image-spec, image index</a>
 */
record PlatformChoice(ImageReference image, Platform wanted) {

  /**
   * The first that runs on the wanted platform: "if multiple manifests match a client or runtime's
   * requirements, the first matching entry SHOULD be used."
   *
   * @throws NoPlatform when none does
   */
  Descriptor of(byte[] bytes, Manifest index) {
    List<Optional<Platform>> platforms = platforms(bytes);
    for (int i = 0; i < platforms.size(); i++) {
      if (platforms.get(i).filter(wanted::runs).isPresent()) {
        return index.manifests().get(i);
      }
    }
    throw new NoPlatform(image, wanted, platforms.stream().flatMap(Optional::stream).toList());
  }

  /** In the order of the index's manifests; attestations have one that nothing runs on, or none. */
  private static List<Optional<Platform>> platforms(byte[] bytes) {
    List<Optional<Platform>> platforms = new ArrayList<>();
    JsonDocument.object(bytes)
        .orElseThrow()
        .path("manifests")
        .forEach(each -> platforms.add(platform(each.path("platform"))));
    return platforms;
  }

  private static Optional<Platform> platform(JsonNode value) {
    String os = value.path("os").asText();
    String architecture = value.path("architecture").asText();
    return os.isEmpty() || architecture.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Platform(os, architecture, Optional.ofNullable(value.path("variant").textValue())));
  }
}
