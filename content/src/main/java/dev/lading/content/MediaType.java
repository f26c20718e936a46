package dev.lading.content;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The manifest media types that a registry holds. */
public enum MediaType {
  OCI_MANIFEST("application/vnd.oci.image.manifest.v1+json", Kind.IMAGE),
  OCI_INDEX("application/vnd.oci.image.index.v1+json", Kind.INDEX),
  DOCKER_MANIFEST("application/vnd.docker.distribution.manifest.v2+json", Kind.IMAGE),
  DOCKER_LIST("application/vnd.docker.distribution.manifest.list.v2+json", Kind.INDEX);

  /** What shape a manifest has. */
  public enum Kind {
    /** A config and layers: an image, or any artifact. */
    IMAGE,
    /** Other manifests. */
    INDEX
  }

  private final String id;
  private final Kind kind;

  MediaType(String id, Kind kind) {
    this.id = id;
    this.kind = kind;
  }

  /** Parameters ({@code ; charset=...}) and letter case do not matter. */
  public static Optional<MediaType> find(String text) {
    String bare = withoutParameters(text);
    return Arrays.stream(values()).filter(type -> type.id.equals(bare)).findFirst();
  }

  public static String withoutParameters(String text) {
    int semicolon = text.indexOf(';');
    String bare = semicolon < 0 ? text : text.substring(0, semicolon);
    return bare.strip().toLowerCase(Locale.ROOT);
  }

  public Kind kind() {
    return kind;
  }

  @Override
  public String toString() {
    return id;
  }
}
