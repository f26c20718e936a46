package dev.lading.content.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.content.Reference;
import dev.lading.content.RepositoryName;
import dev.lading.content.Tag;
import dev.lading.storage.Key;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the scenarios of the collector push and remove.
 *
 * @param blobs that it refers to
 * @param child the one image of an index
 * @param isTagged whether it is pushed by a tag, and needed only for that: then untagged manifests
 *     are collected
 */
record GcImage(String json, List<Blob> blobs, Optional<GcImage> child, boolean isTagged) {
  static final Tag TAG = Tag.parse("t");
  static final Blob LAYER = new Blob("layer", Algorithm.SHA256);
  static final Blob OTHER_LAYER = new Blob("another", Algorithm.SHA256);

  /** Known by another digest than that which distribution stores it under. */
  static final Blob ALIAS = new Blob("layer", Algorithm.SHA512);

  static final GcImage PLAIN = of(LAYER);
  static final GcImage TWO_LAYERS = of(LAYER, OTHER_LAYER);
  static final GcImage ALIASED = of(ALIAS);
  static final GcImage TAGGED = new GcImage(PLAIN.json, PLAIN.blobs, Optional.empty(), true);
  static final GcImage INDEX =
      new GcImage(
          TestStore.index(List.of(PLAIN.digest()), List.of(PLAIN.json.length())),
          List.of(),
          Optional.of(PLAIN),
          true);

  /**
   * A config or layer.
   *
   * @param algorithm of the digest that it is known by
   */
  record Blob(String content, Algorithm algorithm) {
    Digest named() {
      return Digest.of(algorithm, bytes());
    }

    /** Under which distribution stores it. */
    Digest canonical() {
      return Digest.of(Algorithm.SHA256, bytes());
    }

    byte[] bytes() {
      return content.getBytes(UTF_8);
    }

    private String descriptor() {
      return TestStore.descriptor(named(), content.length());
    }
  }

  private static GcImage of(Blob config, Blob... layers) {
    List<String> described = Stream.of(layers).map(Blob::descriptor).toList();
    String json =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(TestStore.OCI_MANIFEST, config.descriptor(), String.join(",", described));
    List<Blob> all = Stream.concat(Stream.of(config), Stream.of(layers)).toList();
    return new GcImage(json, all, Optional.empty(), false);
  }

  Digest digest() {
    return TestStore.sha256(json);
  }

  Reference reference() {
    return isTagged ? TAG : digest();
  }

  /** Of the image, or of the index's image. */
  List<Blob> allBlobs() {
    return child.map(GcImage::blobs).orElse(blobs);
  }

  /** What it is needed for. */
  Key root(RepositoryName name) {
    return isTagged ? Layout.tagLink(name, TAG) : Layout.revisionLink(name, digest());
  }

  /** What has to be there, but for layers. */
  List<Key> keys(RepositoryName name) {
    List<Key> own =
        List.of(root(name), Layout.revisionLink(name, digest()), Layout.blobData(digest()));
    List<Key> below = child.map(image -> image.keys(name)).orElse(List.of());
    return Stream.concat(own.stream(), below.stream()).distinct().toList();
  }

  Manifests.Push push(RepositoryName name) {
    return new Manifests.Push(name, reference(), List.of(), Optional.empty(), json.getBytes(UTF_8));
  }
}
