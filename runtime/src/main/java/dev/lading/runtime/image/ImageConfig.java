package dev.lading.runtime.image;

import dev.lading.content.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an image says of how it is run. Lists and maps may be empty.
 *
 * @param user {@code user}, {@code uid}, or either with {@code :group}; empty for root
 * @param environment {@code NAME=value}, in the image's order
 * @param workingDirectory absolute in well-made images; empty for the root
 * @param volumes paths that are to outlive changes of the root filesystem
 * @param diffIds the digests of the uncompressed layers, lowest first
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/config.md">OCI image-spec,
 *     image configuration</a>
 */
public record ImageConfig(
    Platform platform,
    Optional<Instant> created,
    Optional<String> user,
    List<String> environment,
    List<String> entrypoint,
    List<String> command,
    Optional<String> workingDirectory,
    Optional<String> stopSignal,
    List<String> volumes,
    Map<String, String> labels,
    List<Digest> diffIds) {
  public ImageConfig {
    environment = List.copyOf(environment);
    entrypoint = List.copyOf(entrypoint);
    command = List.copyOf(command);
    volumes = List.copyOf(volumes);
    labels = Map.copyOf(labels);
    diffIds = List.copyOf(diffIds);
  }

  /**
   * @throws ImageException.NoImage when the bytes are not an image's config
   */
  public static ImageConfig parse(byte[] bytes) {
    return ImageConfigReader.read(bytes);
  }
}
