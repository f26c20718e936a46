package dev.lading.runtime.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.runtime.registry.http.JsonDocument;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of a container before it runs, and never changes.
 *
 * @param image as it was asked for
 * @param manifest the digest of what that stood for
 * @param imageRoot where that lies unpacked
 * @param command the program first; for people, see {@link #shown}
 * @param backend as {@code --runtime} names it
 * @param stopSignal its number
 * @param removedAtEnd whether nothing is to be left of it
 */
public record ContainerRecord(
    ContainerId id,
    Optional<String> name,
    String image,
    String manifest,
    String imageRoot,
    Instant created,
    List<String> command,
    String backend,
    int stopSignal,
    boolean removedAtEnd) {
  private static final int SHOWN_WORDS = 64;
  private static final int SHOWN_CHARACTERS = 1024;

  public ContainerRecord {
    command = List.copyOf(command);
  }

  /**
   * So much of a command that people recognise it: an image may say two million characters, which
   * nobody wants to read again with each list of containers.
   */
  static List<String> shown(List<String> command) {
    return command.stream()
        .limit(SHOWN_WORDS)
        .map(
            word ->
                word.length() > SHOWN_CHARACTERS
                    ? word.substring(0, SHOWN_CHARACTERS - 1) + "…"
                    : word)
        .toList();
  }

  /** What people call it. */
  public String title() {
    return name.orElseGet(id::shortened);
  }

  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", id.text());
    name.ifPresent(text -> json.put("name", text));
    json.put("image", image).put("manifest", manifest).put("root", imageRoot);
    json.put("created", created.toString());
    ArrayNode words = json.putArray("command");
    command.forEach(words::add);
    json.put("runtime", backend).put("stopSignal", stopSignal).put("removedAtEnd", removedAtEnd);
    return json;
  }

  byte[] bytes() {
    return JsonDocument.bytes(json());
  }

  /** Empty when the bytes are not those of a record. */
  static Optional<ContainerRecord> parse(byte[] bytes) {
    return JsonDocument.object(bytes).flatMap(ContainerRecord::read);
  }

  private static Optional<ContainerRecord> read(ObjectNode json) {
    Optional<ContainerId> id = ContainerId.parse(json.path("id").asText());
    List<String> command = new ArrayList<>();
    json.path("command").forEach(word -> command.add(word.asText()));
    if (id.isEmpty() || command.isEmpty() || !json.path("stopSignal").isInt()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new ContainerRecord(
              id.get(),
              Optional.of(json.path("name")).filter(JsonNode::isTextual).map(JsonNode::textValue),
              json.path("image").asText(),
              json.path("manifest").asText(),
              json.path("root").asText(),
              Instant.parse(json.path("created").asText()),
              command,
              json.path("runtime").asText(),
              json.path("stopSignal").intValue(),
              json.path("removedAtEnd").booleanValue()));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }
}
