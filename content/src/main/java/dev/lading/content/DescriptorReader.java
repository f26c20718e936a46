package dev.lading.content;

import static dev.lading.content.ContentException.ManifestFault.FIELD_INVALID;

import dev.lading.content.ContentException.ManifestInvalid;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads one descriptor; used once. */
final class DescriptorReader {
  private static final KnownFields FIELDS =
      KnownFields.of("mediaType", "digest", "size", "artifactType", "annotations");
  private final StrictJson json;
  private final String where;
  private String mediaType = "";
  private Optional<Digest> digest = Optional.empty();
  private long size = -1;
  private Optional<String> artifactType = Optional.empty();
  private Map<String, String> annotations = Map.of();

  /**
   * @param where how a message names the descriptor
   */
  DescriptorReader(StrictJson json, String where) {
    this.json = json;
    this.where = where;
  }

  Descriptor read() {
    json.object(where, this::field);
    if (size < 0) {
      throw new ManifestInvalid(FIELD_INVALID, where + ".size must be a number of bytes");
    }
    return new Descriptor(
        mediaType,
        digest.orElseThrow(() -> new ManifestInvalid(FIELD_INVALID, where + ".digest is missing")),
        size,
        artifactType,
        annotations);
  }

  /** Texts by name, of a manifest or a descriptor; absent and null are the same. */
  static Map<String, String> annotations(StrictJson json, String where) {
    Map<String, String> annotations = new LinkedHashMap<>();
    if (!json.isNull()) {
      json.object(where, name -> annotations.put(name, json.text(where + "." + name)));
    }
    return annotations;
  }

  private void field(String name) {
    String path = where + "." + name;
    switch (FIELDS.exactly(name, path)) {
      case "mediaType" -> mediaType = text(path).orElse("");
      case "digest" -> digest = text(path).map(text -> digest(text, path));
      case "size" -> size = json.integer(path);
      case "artifactType" -> artifactType = text(path);
      case "annotations" -> annotations = annotations(json, path);
      default -> json.skip();
    }
  }

  private Optional<String> text(String path) {
    return json.isNull() ? Optional.empty() : Optional.of(json.text(path));
  }

  private static Digest digest(String text, String path) {
    try {
      return Digest.parse(text);
    } catch (ContentException.DigestInvalid e) {
      throw new ManifestInvalid(FIELD_INVALID, path + ": " + e.getMessage(), e);
    }
  }
}
