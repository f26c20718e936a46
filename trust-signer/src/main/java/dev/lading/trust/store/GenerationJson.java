package dev.lading.trust.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.content.Algorithm;
import dev.lading.content.ContentException;
import dev.lading.content.Digest;
import dev.lading.trust.Gun;
import dev.lading.trust.MetadataVersion;
import dev.lading.trust.Role;
import dev.lading.trust.TrustException;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A generation as it lies in the store:
 *
 * <pre>
 * {"format":1,"gun":"localhost:5000/app","publication":"3-TOKEN","previous":"2-TOKEN","life":1,
 *  "created":"2026-11-21T12:00:00Z","roots":[FILE,...],"files":{"targets":FILE,...},
 *  "highest":{"snapshot":3,"timestamp":3,"targets/a":2,...}}
 *
 * FILE = {"version":2,"sha256":"HEX","length":1234,"publication":"N-TOKEN","since":1,
 *         "published":"..."}
 * </pre>
 */
final class GenerationJson {
  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  private GenerationJson() {}

  static byte[] write(Generation generation) {
    ObjectNode json = JSON.createObjectNode();
    json.put("format", FORMAT).put("gun", generation.gun().toString());
    json.put("publication", generation.publication().text());
    generation.previous().ifPresent(previous -> json.put("previous", previous.text()));
    json.put("life", generation.life());
    json.put("created", generation.created().toString());
    ArrayNode roots = json.putArray("roots");
    generation.roots().forEach(root -> write(root, roots.addObject()));
    ObjectNode files = json.putObject("files");
    eachByName(generation.files(), (role, file) -> write(file, files.putObject(role)));
    ObjectNode highest = json.putObject("highest");
    eachByName(generation.highest(), (role, version) -> highest.put(role, version.number()));
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a generation that cannot be written", e);
    }
  }

  /**
   * @throws IOException when the bytes are no such generation
   */
  static Generation read(byte[] bytes) throws IOException {
    try {
      JsonNode json = JSON.readTree(bytes);
      if (json.path("format").asInt() != FORMAT) {
        throw new IOException("an unknown format");
      }
      return generation(json);
    } catch (IllegalArgumentException
        | ArithmeticException
        | DateTimeException
        | TrustException
        | ContentException e) {
      throw new IOException("a value that cannot be", e);
    }
  }

  private static Generation generation(JsonNode json) throws IOException {
    List<NamedFile> roots = new ArrayList<>();
    for (JsonNode root : json.required("roots")) {
      roots.add(file(root));
    }
    Map<Role, NamedFile> files = new HashMap<>();
    for (Map.Entry<String, JsonNode> each : json.required("files").properties()) {
      files.put(Role.parse(each.getKey()), file(each.getValue()));
    }
    Map<Role, MetadataVersion> highest = new HashMap<>();
    for (Map.Entry<String, JsonNode> each : json.required("highest").properties()) {
      highest.put(Role.parse(each.getKey()), new MetadataVersion(each.getValue().intValue()));
    }
    return new Generation(
        Gun.parse(text(json, "gun")),
        publication(json, "publication"),
        json.has("previous") ? Optional.of(publication(json, "previous")) : Optional.empty(),
        whole(json, "life"),
        Instant.parse(text(json, "created")),
        files,
        roots,
        highest);
  }

  private static void write(NamedFile file, ObjectNode json) {
    json.put("version", file.version().number());
    json.put("sha256", file.digest().hex());
    json.put("length", file.length());
    json.put("publication", file.publication().text());
    json.put("since", file.since());
    json.put("published", file.published().toString());
  }

  private static NamedFile file(JsonNode json) throws IOException {
    return new NamedFile(
        new MetadataVersion(Math.toIntExact(whole(json, "version"))),
        new Digest(Algorithm.SHA256, text(json, "sha256")),
        Math.toIntExact(whole(json, "length")),
        publication(json, "publication"),
        whole(json, "since"),
        Instant.parse(text(json, "published")));
  }

  private static Publication publication(JsonNode json, String name) throws IOException {
    return Publication.find(text(json, name)).orElseThrow(() -> new IOException("no " + name));
  }

  private static String text(JsonNode json, String name) throws IOException {
    if (!json.path(name).isTextual()) {
      throw new IOException("no " + name);
    }
    return json.path(name).textValue();
  }

  private static long whole(JsonNode json, String name) throws IOException {
    JsonNode value = json.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IOException("no " + name);
    }
    return value.longValue();
  }

  /** So that the same generation always makes the same bytes. */
  private static <T> void eachByName(Map<Role, T> roles, BiConsumer<String, T> each) {
    roles.entrySet().stream()
        .sorted(Comparator.comparing(entry -> entry.getKey().text()))
        .forEach(entry -> each.accept(entry.getKey().text(), entry.getValue()));
  }
}
