package dev.lading.content;

import static dev.lading.content.ContentException.ManifestFault.FIELD_INVALID;
import static dev.lading.content.ContentException.ManifestFault.MEDIA_TYPE_MISMATCH;
import static dev.lading.content.ContentException.ManifestFault.MEDIA_TYPE_UNSUPPORTED;

import dev.lading.content.ContentException.ManifestInvalid;
import dev.lading.content.MediaType.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one manifest; refuses what two readers could understand differently. Used once. */
final class ManifestReader {
  private static final int SCHEMA_VERSION = 2;
  private static final KnownFields FIELDS =
      KnownFields.of(
          "schemaVersion",
          "mediaType",
          "config",
          "layers",
          "manifests",
          "subject",
          "artifactType",
          "annotations");
  private final StrictJson json;
  private long schemaVersion;
  private Optional<String> mediaType = Optional.empty();
  private Optional<Descriptor> config = Optional.empty();
  private Optional<List<Descriptor>> layers = Optional.empty();
  private Optional<List<Descriptor>> manifests = Optional.empty();
  private boolean shapedAsIndex;
  private Optional<Descriptor> subject = Optional.empty();
  private Optional<String> artifactType = Optional.empty();
  private Map<String, String> annotations = Map.of();

  private ManifestReader(StrictJson json) {
    this.json = json;
  }

  static Manifest read(byte[] bytes, Optional<String> contentType) {
    return StrictJson.read(bytes, json -> new ManifestReader(json).manifest(contentType));
  }

  private Manifest manifest(Optional<String> contentType) {
    json.object("a manifest", this::field);
    MediaType type = type(contentType.filter(sent -> !sent.isBlank()));
    if (schemaVersion != SCHEMA_VERSION) {
      throw new ManifestInvalid(FIELD_INVALID, "schemaVersion must be 2");
    }
    requireOneKind(type.kind());
    return new Manifest(
        type,
        config,
        layers.orElse(List.of()),
        manifests.orElse(List.of()),
        subject,
        artifactType,
        annotations);
  }

  private void field(String name) {
    switch (FIELDS.exactly(name, name)) {
      case "schemaVersion" -> schemaVersion = json.integer(name);
      case "mediaType" -> mediaType = text(name);
      case "config" -> config = descriptor(name);
      case "layers" -> layers = descriptors(name);
      case "manifests" -> {
        shapedAsIndex = true;
        manifests = descriptors(name);
      }
      case "subject" -> subject = descriptor(name);
      case "artifactType" -> artifactType = text(name);
      case "annotations" -> annotations = DescriptorReader.annotations(json, name);
      default -> json.skip();
    }
  }

  /** Absent, null and empty are the same. */
  private Optional<String> text(String name) {
    return json.isNull()
        ? Optional.empty()
        : Optional.of(json.text(name)).filter(text -> !text.isEmpty());
  }

  private Optional<Descriptor> descriptor(String name) {
    return json.isNull() ? Optional.empty() : Optional.of(new DescriptorReader(json, name).read());
  }

  private Optional<List<Descriptor>> descriptors(String name) {
    if (json.isNull()) {
      return Optional.empty();
    }
    List<Descriptor> all = new ArrayList<>();
    json.list(
        name, () -> all.add(new DescriptorReader(json, name + "[" + all.size() + "]").read()));
    return Optional.of(all);
  }

  /**
   * Media types are not stored beside a manifest, so its own bytes have to tell: by {@code
   * mediaType}, letter for letter, which the sender's Content-Type must repeat, or for an OCI
   * manifest without one by its shape.
   */
  private MediaType type(Optional<String> contentType) {
    MediaType shape = shapedAsIndex ? MediaType.OCI_INDEX : MediaType.OCI_MANIFEST;
    MediaType sent = contentType.map(ManifestReader::sent).orElse(shape);
    if (mediaType.isEmpty() && sent != shape) {
      throw new ManifestInvalid(
          MEDIA_TYPE_MISMATCH, sent + " was sent, but the body has no mediaType that says so");
    }
    MediaType told = mediaType.map(ManifestReader::told).orElse(sent);
    if (contentType.isPresent() && sent != told) {
      throw new ManifestInvalid(MEDIA_TYPE_MISMATCH, sent + " was sent, but the body says " + told);
    }
    return told;
  }

  private static MediaType sent(String contentType) {
    return MediaType.find(contentType)
        .orElseThrow(() -> new ManifestInvalid(MEDIA_TYPE_UNSUPPORTED, contentType));
  }

  private static MediaType told(String mediaType) {
    return MediaType.find(mediaType)
        .filter(type -> type.toString().equals(mediaType))
        .orElseThrow(() -> new ManifestInvalid(MEDIA_TYPE_UNSUPPORTED, mediaType));
  }

  /** One document must not be an image to one client and an index to another (CVE-2021-41190). */
  private void requireOneKind(Kind kind) {
    switch (kind) {
      case IMAGE -> {
        require(manifests.isEmpty(), "an image manifest has no manifests");
        require(config.isPresent(), "config is missing");
      }
      case INDEX ->
          require(config.isEmpty() && layers.isEmpty(), "an index has no config and no layers");
    }
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new ManifestInvalid(FIELD_INVALID, message);
    }
  }
}
