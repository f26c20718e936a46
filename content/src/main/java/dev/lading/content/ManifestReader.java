package dev.lading.content;

import static dev.lading.content.ContentException.ManifestFault.FIELD_INVALID;
import static dev.lading.content.ContentException.ManifestFault.MEDIA_TYPE_MISMATCH;
import static dev.lading.content.ContentException.ManifestFault.MEDIA_TYPE_UNSUPPORTED;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lading.content.ContentException.ManifestInvalid;
import dev.lading.content.MediaType.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the fields of one manifest; refuses what two readers could understand differently. */
final class ManifestReader {
  private static final int SCHEMA_VERSION = 2;
  private final JsonNode root;

  ManifestReader(byte[] bytes) {
    this.root = StrictJson.parse(bytes);
    if (!root.isObject()) {
      throw new ManifestInvalid(FIELD_INVALID, "a manifest is a JSON object");
    }
  }

  Manifest read(Optional<String> contentType) {
    MediaType type = mediaType(contentType);
    requireSchemaVersion();
    requireOneKind(type.kind());
    return new Manifest(
        type,
        config(type.kind()),
        descriptors("layers"),
        descriptors("manifests"),
        descriptor(root, "subject"),
        text(root, "artifactType").filter(value -> !value.isEmpty()),
        annotations(root));
  }

  /**
   * Media types are not stored beside a manifest, so its own bytes have to tell: by {@code
   * mediaType}, which the sender's Content-Type must repeat, or for an OCI manifest without one by
   * its shape.
   */
  private MediaType mediaType(Optional<String> contentType) {
    Optional<String> own = text(root, "mediaType").filter(value -> !value.isEmpty());
    String told = own.or(() -> contentType).orElseGet(() -> byShape().toString());
    MediaType type =
        MediaType.find(told).orElseThrow(() -> new ManifestInvalid(MEDIA_TYPE_UNSUPPORTED, told));
    if (own.isEmpty() && type != byShape()) {
      throw new ManifestInvalid(
          MEDIA_TYPE_MISMATCH, type + " was sent, but the body has no mediaType that says so");
    }
    contentType
        .map(MediaType::withoutParameters)
        .filter(sent -> !sent.equals(type.toString()))
        .ifPresent(
            sent -> {
              throw new ManifestInvalid(
                  MEDIA_TYPE_MISMATCH, sent + " was sent, but the body says " + type);
            });
    return type;
  }

  private MediaType byShape() {
    return root.has("manifests") ? MediaType.OCI_INDEX : MediaType.OCI_MANIFEST;
  }

  private void requireSchemaVersion() {
    JsonNode version = root.path("schemaVersion");
    if (!version.isIntegralNumber() || version.asLong() != SCHEMA_VERSION) {
      throw new ManifestInvalid(FIELD_INVALID, "schemaVersion must be 2");
    }
  }

  /** One document must not be an image to one client and an index to another (CVE-2021-41190). */
  private void requireOneKind(Kind kind) {
    List<String> foreign = kind == Kind.IMAGE ? List.of("manifests") : List.of("config", "layers");
    for (String field : foreign) {
      if (root.hasNonNull(field)) {
        throw new ManifestInvalid(FIELD_INVALID, "a manifest of this media type has no " + field);
      }
    }
  }

  private Optional<Descriptor> config(Kind kind) {
    Optional<Descriptor> config = descriptor(root, "config");
    if (kind == Kind.IMAGE && config.isEmpty()) {
      throw new ManifestInvalid(FIELD_INVALID, "config is missing");
    }
    return config;
  }

  private List<Descriptor> descriptors(String field) {
    JsonNode list = root.path(field);
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    if (!list.isArray()) {
      throw new ManifestInvalid(FIELD_INVALID, field + " must be a list");
    }
    List<Descriptor> descriptors = new ArrayList<>(list.size());
    for (JsonNode each : list) {
      descriptors.add(descriptor(each, field + "[" + descriptors.size() + "]", each));
    }
    return descriptors;
  }

  private static Optional<Descriptor> descriptor(JsonNode parent, String field) {
    JsonNode node = parent.path(field);
    return node.isMissingNode() || node.isNull()
        ? Optional.empty()
        : Optional.of(descriptor(node, field, node));
  }

  private static Descriptor descriptor(JsonNode node, String where, JsonNode object) {
    if (!node.isObject()) {
      throw new ManifestInvalid(FIELD_INVALID, where + " must be a descriptor");
    }
    return new Descriptor(
        text(object, "mediaType").orElse(""),
        digest(object, where),
        size(object, where),
        text(object, "artifactType"),
        annotations(object));
  }

  private static Digest digest(JsonNode object, String where) {
    String text =
        text(object, "digest")
            .orElseThrow(() -> new ManifestInvalid(FIELD_INVALID, where + ".digest is missing"));
    try {
      return Digest.parse(text);
    } catch (ContentException.DigestInvalid e) {
      throw new ManifestInvalid(FIELD_INVALID, where + ".digest: " + e.getMessage(), e);
    }
  }

  private static long size(JsonNode object, String where) {
    JsonNode size = object.path("size");
    if (!size.isIntegralNumber() || !size.canConvertToLong() || size.asLong() < 0) {
      throw new ManifestInvalid(FIELD_INVALID, where + ".size must be a number of bytes");
    }
    return size.asLong();
  }

  private static Optional<String> text(JsonNode object, String field) {
    JsonNode node = object.path(field);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    if (!node.isTextual()) {
      throw new ManifestInvalid(FIELD_INVALID, field + " must be a text");
    }
    return Optional.of(node.asText());
  }

  private static Map<String, String> annotations(JsonNode object) {
    JsonNode node = object.path("annotations");
    if (node.isMissingNode() || node.isNull()) {
      return Map.of();
    }
    Map<String, String> annotations = new LinkedHashMap<>();
    node.properties()
        .forEach(
            entry -> {
              if (!entry.getValue().isTextual()) {
                throw new ManifestInvalid(FIELD_INVALID, "annotations must be texts");
              }
              annotations.put(entry.getKey(), entry.getValue().asText());
            });
    if (!node.isObject()) {
      throw new ManifestInvalid(FIELD_INVALID, "annotations must be an object");
    }
    return annotations;
  }
}
