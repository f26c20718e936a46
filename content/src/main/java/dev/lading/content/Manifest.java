package dev.lading.content;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a manifest says, read from its bytes. The bytes themselves are what is stored, served and
 * hashed; this is never written back.
 */
public record Manifest(
    MediaType mediaType,
    Optional<Descriptor> config,
    List<Descriptor> layers,
    List<Descriptor> manifests,
    Optional<Descriptor> subject,
    Optional<String> artifactType,
    Map<String, String> annotations) {

  /**
   * Everything a manifest points at, the one answer that push checks, deletes, garbage collection,
   * trust and reports share.
   *
   * @param blobs config and layers, in order, non-distributable layers among them
   * @param manifests the children of an index, in order
   * @param subject what this manifest is about; it need not exist, and keeps nothing alive
   */
  public record References(
      List<Descriptor> blobs, List<Descriptor> manifests, Optional<Descriptor> subject) {}

  public Manifest {
    layers = List.copyOf(layers);
    manifests = List.copyOf(manifests);
    annotations = Map.copyOf(annotations);
  }

  /**
   * Reads a manifest strictly: as a push has to be.
   *
   * @param contentType the media type the sender gave, or empty
   * @throws ContentException.ManifestInvalid when it is none, with the reason
   */
  public static Manifest parse(byte[] bytes, Optional<String> contentType) {
    return ManifestReader.read(bytes, contentType);
  }

  public References references() {
    return new References(
        Stream.concat(config.stream(), layers.stream()).toList(), manifests, subject);
  }

  /**
   * The artifact type that a referrers list shows: the manifest's own or, for an image manifest
   * without one, its config's media type.
   *
   * @see <a
   *     href="https://github.com/opencontainers/distribution-spec/blob/v1.1.1/spec.md#listing-referrers">OCI
   *     distribution-spec, listing referrers</a>
   */
  public Optional<String> effectiveArtifactType() {
    return artifactType.or(() -> config.map(Descriptor::mediaType).filter(type -> !type.isEmpty()));
  }
}
