package dev.lading.runtime.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.content.ContentException;
import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.MediaType;
import dev.lading.runtime.files.PrivateFile;
import dev.lading.runtime.registry.http.JsonDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Which names the images here have: {@code index.json} of an OCI image layout, that other tools
 * read too. It is replaced in one step, by one program at a time.
 *
 * @see <a href="https://github.com/opencontainers/image-spec/blob/v1.1.1/image-layout.md">OCI
 *     image-spec, image layout</a>
 */
final class LocalIndex {
  private static final String NAME = "org.opencontainers.image.ref.name";
  private static final String STOOD_FOR = "dev.lading.stood-for";
  private static final String PULLED = "dev.lading.pulled";
  private static final String VERIFIED = "dev.lading.verified";
  private static final String LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}";

  private final Path folder;
  private final StoreLock lock;

  LocalIndex(DataFolder data, StoreLock lock) {
    this.folder = data.images();
    this.lock = lock;
  }

  /** In the order in which they were pulled. */
  List<LocalImage> images() {
    Path file = folder.resolve("index.json");
    try {
      return JsonDocument.object(Files.readAllBytes(file))
          .flatMap(LocalIndex::read)
          .orElseThrow(() -> new ImageException.UnusableStore(file));
    } catch (NoSuchFileException _) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names an image; one that had the name has it no more. What is so already is not written. */
  void put(LocalImage image) {
    if (images().stream().anyMatch(image::isSame)) {
      return;
    }
    change(
        images -> {
          List<LocalImage> next = new ArrayList<>(images);
          next.removeIf(other -> other.name().equals(image.name()));
          next.add(image);
          return next;
        });
  }

  void remove(LocalImage image) {
    change(images -> images.stream().filter(other -> !other.name().equals(image.name())).toList());
  }

  private void change(UnaryOperator<List<LocalImage>> change) {
    try (FileLock _ = lock.index()) {
      Path layout = folder.resolve("oci-layout");
      if (!Files.exists(layout)) {
        PrivateFile.write(layout, LAYOUT.getBytes(StandardCharsets.UTF_8));
      }
      PrivateFile.write(folder.resolve("index.json"), bytes(change.apply(images())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Empty when it is not what was written here. */
  private static Optional<List<LocalImage>> read(ObjectNode index) {
    try {
      List<LocalImage> images = new ArrayList<>();
      for (JsonNode each : index.path("manifests")) {
        images.add(image(each));
      }
      return Optional.of(images);
    } catch (ContentException | DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static LocalImage image(JsonNode entry) {
    Descriptor manifest =
        Descriptor.of(
            entry.path("mediaType").asText(),
            Digest.parse(entry.path("digest").asText()),
            entry.path("size").asLong());
    JsonNode platform = entry.path("platform");
    JsonNode annotations = entry.path("annotations");
    return new LocalImage(
        annotations.path(NAME).asText(),
        Digest.parse(annotations.path(STOOD_FOR).asText()),
        manifest,
        new Platform(
            platform.path("os").asText(),
            platform.path("architecture").asText(),
            Optional.ofNullable(platform.path("variant").textValue())),
        Instant.parse(annotations.path(PULLED).asText()),
        annotations.path(VERIFIED).asBoolean());
  }

  private static byte[] bytes(List<LocalImage> images) {
    ObjectNode index = JsonNodeFactory.instance.objectNode();
    index.put("schemaVersion", 2).put("mediaType", MediaType.OCI_INDEX.toString());
    ArrayNode manifests = index.putArray("manifests");
    images.forEach(image -> add(manifests.addObject(), image));
    return JsonDocument.pretty(index);
  }

  private static void add(ObjectNode entry, LocalImage image) {
    entry
        .put("mediaType", image.manifest().mediaType())
        .put("digest", image.manifest().digest().toString())
        .put("size", image.manifest().size());
    ObjectNode platform = entry.putObject("platform");
    platform.put("architecture", image.platform().architecture()).put("os", image.platform().os());
    image.platform().variant().ifPresent(variant -> platform.put("variant", variant));
    entry
        .putObject("annotations")
        .put(NAME, image.name())
        .put(STOOD_FOR, image.stoodFor().toString())
        .put(PULLED, image.pulled().toString())
        .put(VERIFIED, Boolean.toString(image.isVerified()));
  }
}
