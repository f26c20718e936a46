package dev.lading.conformance.support;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A manifest to push. Immutable; {@code tree} is copied by everything that changes it.
 *
 * @param mediaType what its {@code Content-Type} says
 */
public record Manifest(String mediaType, ObjectNode tree) {
  public static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  public static final String INDEX = "application/vnd.oci.image.index.v1+json";
  public static final String DOCKER_IMAGE = "application/vnd.docker.distribution.manifest.v2+json";
  public static final String DOCKER_LIST =
      "application/vnd.docker.distribution.manifest.list.v2+json";
  public static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  public static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

  /** Every type a test pushes, as one {@code Accept} value. */
  public static final String ACCEPT = String.join(", ", IMAGE, INDEX, DOCKER_IMAGE, DOCKER_LIST);

  /** The two bytes that stand for "no config", and their media type. */
  public static final Content EMPTY_JSON = Content.of("{}");

  public static final String EMPTY_TYPE = "application/vnd.oci.empty.v1+json";

  private static final ObjectMapper JSON = new ObjectMapper();

  public static Manifest image(Content config, Content... layers) {
    ObjectNode tree = header(IMAGE);
    tree.set("config", descriptor(CONFIG, config));
    var array = tree.putArray("layers");
    List.of(layers).forEach(layer -> array.add(descriptor(LAYER, layer)));
    return new Manifest(IMAGE, tree);
  }

  /** An index whose entries are these manifests, named by SHA-256. */
  public static Manifest index(Manifest... children) {
    ObjectNode tree = header(INDEX);
    var array = tree.putArray("manifests");
    List.of(children).forEach(child -> array.add(child.descriptor()));
    return new Manifest(INDEX, tree);
  }

  /** An image without files: the empty JSON as its config and only layer. */
  public static Manifest artifact(String artifactType) {
    ObjectNode tree = header(IMAGE).put("artifactType", artifactType);
    tree.set("config", descriptor(EMPTY_TYPE, EMPTY_JSON));
    tree.putArray("layers").add(descriptor(EMPTY_TYPE, EMPTY_JSON));
    return new Manifest(IMAGE, tree);
  }

  public static ObjectNode descriptor(String mediaType, Content content) {
    return descriptor(mediaType, content.sha256(), content.size());
  }

  public static ObjectNode descriptor(String mediaType, String digest, long size) {
    return JSON.createObjectNode()
        .put("mediaType", mediaType)
        .put("digest", digest)
        .put("size", size);
  }

  /** This manifest's own descriptor, by SHA-256. */
  public ObjectNode descriptor() {
    return descriptor(mediaType, content());
  }

  /** With another media type, in the body and in the header. */
  public Manifest as(String otherType) {
    return new Manifest(otherType, copy().put("mediaType", otherType));
  }

  public Manifest subject(Manifest subject) {
    return subject(subject.descriptor());
  }

  public Manifest subject(ObjectNode descriptor) {
    ObjectNode changed = copy();
    changed.set("subject", descriptor);
    return new Manifest(mediaType, changed);
  }

  public Manifest annotation(String key, String value) {
    ObjectNode changed = copy();
    changed.withObjectProperty("annotations").put(key, value);
    return new Manifest(mediaType, changed);
  }

  /** With a top-level field set. */
  public Manifest field(String name, Object value) {
    ObjectNode changed = copy();
    changed.set(name, JSON.valueToTree(value));
    return new Manifest(mediaType, changed);
  }

  public Manifest without(String name) {
    ObjectNode changed = copy();
    changed.remove(name);
    return new Manifest(mediaType, changed);
  }

  /** With one more layer. */
  public Manifest layer(ObjectNode descriptor) {
    ObjectNode changed = copy();
    changed.withArrayProperty("layers").add(descriptor);
    return new Manifest(mediaType, changed);
  }

  /** With one more entry in an index. */
  public Manifest child(ObjectNode descriptor) {
    ObjectNode changed = copy();
    changed.withArrayProperty("manifests").add(descriptor);
    return new Manifest(mediaType, changed);
  }

  /** The bytes to push; the same at every call. */
  public Content content() {
    return Content.of(tree.toPrettyString());
  }

  private ObjectNode copy() {
    return tree.deepCopy();
  }

  private static ObjectNode header(String mediaType) {
    return JSON.createObjectNode().put("schemaVersion", 2).put("mediaType", mediaType);
  }
}
