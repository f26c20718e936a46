package dev.lading.trust.policy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lading.content.Descriptor;
import dev.lading.content.Manifest;
import dev.lading.content.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What signatures, attestations and SBOMs say that they are. Whoever pushes chooses every media
 * type, and some clients unpack and run whatever they get under any; so what is said here only
 * tells what the blobs have to be.
 *
 * @param parts the blobs that have to be looked at
 */
record Attachment(List<Part> parts) {
  /** Of config and layers together; no signature comes near. */
  static final int LARGEST_BYTES = 4 << 20;

  static final int MOST_LAYERS = 16;

  private static final byte[] EMPTY = "{}".getBytes(UTF_8);

  private static final Map<String, BlobForm> LAYERS =
      Map.ofEntries(
          json("application/vnd.dev.cosign.simplesigning.v1+json"),
          json("application/vnd.dsse.envelope.v1+json"),
          json("application/vnd.in-toto+json"),
          json("application/vnd.dev.sigstore.bundle+json;version=0.1"),
          json("application/vnd.dev.sigstore.bundle+json;version=0.2"),
          json("application/vnd.dev.sigstore.bundle+json;version=0.3"),
          json("application/vnd.dev.sigstore.bundle.v0.1+json"),
          json("application/vnd.dev.sigstore.bundle.v0.2+json"),
          json("application/vnd.dev.sigstore.bundle.v0.3+json"),
          json("application/spdx+json"),
          json("text/spdx+json"),
          json("application/vnd.cyclonedx+json"),
          // Notation
          json("application/jose+json"),
          Map.entry("application/cose", BlobForm.COSE_SIGNATURE));

  /** Their content is the empty object, from which nobody makes an image. */
  private static final Set<String> EMPTY_CONFIGS =
      Set.of("application/vnd.oci.empty.v1+json", "application/vnd.cncf.notary.signature");

  /** Cosign's are those of an image. */
  private static final Set<String> IMAGE_CONFIGS =
      Set.of(
          "application/vnd.oci.image.config.v1+json",
          "application/vnd.dev.cosign.artifact.sig.v1+json");

  /**
   * @param form what the blob has to be
   */
  record Part(Descriptor blob, BlobForm form) {}

  Attachment {
    parts = List.copyOf(parts);
  }

  /** What the manifest says that it is; empty when that is nothing to be served unsigned. */
  static Optional<Attachment> find(Manifest manifest) {
    List<Descriptor> layers = manifest.layers();
    if (manifest.mediaType() != MediaType.OCI_MANIFEST
        || layers.isEmpty()
        || layers.size() > MOST_LAYERS
        || !isSmall(manifest)) {
      return Optional.empty();
    }
    return manifest.config().flatMap(config -> find(config, layers));
  }

  /** What has to be read to look at it, at most; a push has held these sizes against the blobs. */
  long bytes() {
    return parts.stream().mapToLong(part -> part.blob().size()).sum();
  }

  private static Optional<Attachment> find(Descriptor config, List<Descriptor> layers) {
    List<Part> parts = new ArrayList<>();
    boolean isEmpty = EMPTY_CONFIGS.contains(config.mediaType()) && config.digest().matches(EMPTY);
    if (!isEmpty) {
      if (!IMAGE_CONFIGS.contains(config.mediaType())) {
        return Optional.empty();
      }
      parts.add(new Part(config, BlobForm.JSON_OBJECT));
    }
    for (Descriptor layer : layers) {
      BlobForm form = LAYERS.getOrDefault(layer.mediaType(), BlobForm.OTHER);
      if (form == BlobForm.OTHER || (form == BlobForm.COSE_SIGNATURE && !isEmpty)) {
        return Optional.empty();
      }
      parts.add(new Part(layer, form));
    }
    return Optional.of(new Attachment(parts));
  }

  private static boolean isSmall(Manifest manifest) {
    long left = LARGEST_BYTES;
    for (Descriptor blob : manifest.references().blobs()) {
      if (blob.size() > left) {
        return false;
      }
      left -= blob.size();
    }
    return true;
  }

  private static Map.Entry<String, BlobForm> json(String mediaType) {
    return Map.entry(mediaType, BlobForm.JSON_OBJECT);
  }
}
