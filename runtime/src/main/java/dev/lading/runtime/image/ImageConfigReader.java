package dev.lading.runtime.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.content.ContentException;
import dev.lading.content.Digest;
import dev.lading.runtime.image.ImageException.NoImage;
import dev.lading.runtime.registry.http.JsonDocument;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reads an image's config: fields of other types than the specification's make it none. */
final class ImageConfigReader {
  /** Far more than an image has; a runtime takes minutes for a million variables. */
  private static final int MOST_ENTRIES = 4096;

  private final ObjectNode document;
  private final JsonNode config;

  private ImageConfigReader(ObjectNode document) {
    this.document = document;
    this.config = document.path("config");
  }

  static ImageConfig read(byte[] bytes) {
    ObjectNode document =
        JsonDocument.object(bytes).orElseThrow(() -> new NoImage("its config is no JSON object"));
    return new ImageConfigReader(document).config();
  }

  private ImageConfig config() {
    return new ImageConfig(
        platform(),
        created(),
        text(config, "User"),
        texts(config, "Env"),
        texts(config, "Entrypoint"),
        texts(config, "Cmd"),
        text(config, "WorkingDir"),
        text(config, "StopSignal"),
        names(config, "Volumes"),
        labels(),
        diffIds());
  }

  private Platform platform() {
    String os = text(document, "os").orElseThrow(() -> missing("os"));
    String architecture = text(document, "architecture").orElseThrow(() -> missing("architecture"));
    return new Platform(os, architecture, text(document, "variant"));
  }

  /** Told to people only, so one that nobody can read is none. */
  private Optional<Instant> created() {
    try {
      return text(document, "created").map(OffsetDateTime::parse).map(OffsetDateTime::toInstant);
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private List<Digest> diffIds() {
    JsonNode rootfs = document.path("rootfs");
    List<Digest> diffIds = new ArrayList<>();
    for (String text : texts(rootfs, "diff_ids")) {
      try {
        diffIds.add(Digest.parse(text));
      } catch (ContentException e) {
        throw new NoImage("a diff_id in its config is no digest", e);
      }
    }
    return diffIds;
  }

  private Map<String, String> labels() {
    JsonNode labels = object(config, "Labels");
    Map<String, String> read = new LinkedHashMap<>();
    labels.fieldNames().forEachRemaining(name -> read.put(name, text(labels, name).orElse("")));
    return read;
  }

  private static List<String> names(JsonNode from, String field) {
    List<String> names = new ArrayList<>();
    object(from, field).fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** Go writes null where there is nothing. */
  private static JsonNode object(JsonNode from, String field) {
    JsonNode value = from.path(field);
    if (!value.isObject() && !isNothing(value)) {
      throw wrong(field, "an object");
    }
    requireFew(field, value);
    return value;
  }

  private static List<String> texts(JsonNode from, String field) {
    JsonNode value = from.path(field);
    if (isNothing(value)) {
      return List.of();
    }
    if (!value.isArray()
        || !StreamSupport.stream(value.spliterator(), false).allMatch(JsonNode::isTextual)) {
      throw wrong(field, "a list of texts");
    }
    requireFew(field, value);
    return StreamSupport.stream(value.spliterator(), false).map(JsonNode::textValue).toList();
  }

  private static Optional<String> text(JsonNode from, String field) {
    JsonNode value = from.path(field);
    if (!value.isTextual() && !isNothing(value)) {
      throw wrong(field, "a text");
    }
    return Optional.ofNullable(value.textValue()).filter(text -> !text.isEmpty());
  }

  private static void requireFew(String field, JsonNode value) {
    if (value.size() > MOST_ENTRIES) {
      throw new NoImage(
          "%s in its config has %d entries, of %d at most"
              .formatted(field, value.size(), MOST_ENTRIES));
    }
  }

  private static boolean isNothing(JsonNode value) {
    return value.isMissingNode() || value.isNull();
  }

  private static NoImage missing(String field) {
    return new NoImage("its config has no " + field);
  }

  private static NoImage wrong(String field, String kind) {
    return new NoImage(field + " in its config is not " + kind);
  }
}
