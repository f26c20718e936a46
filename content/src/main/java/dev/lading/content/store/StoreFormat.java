package dev.lading.content.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lading.content.ContentException.StoreTooNew;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.StreamSupport;

/**
 * The version of a store and the features that whoever opens it has to know, in {@code
 * lading/format}. Written on the first opening; a store that asks for more than this version knows,
 * or whose format cannot be understood, is refused untouched.
 */
public final class StoreFormat {
  private static final int VERSION = 1;
  private static final int LIMIT_BYTES = 64 * 1024;
  private static final String FIRST = "{\"version\":1,\"features\":[]}\n";

  /** Whoever writes here writes down what they rely on, for collectors to see: docs/gc.md. */
  private static final String WRITTEN_CLAIMS = "written-claims";

  private static final String KNOWN =
      "{\"version\":1,\"features\":[\"%s\"]}".formatted(WRITTEN_CLAIMS);

  private StoreFormat() {}

  static void open(StorageDriver driver) {
    driver.writeIfAbsent(Layout.FORMAT, FIRST.getBytes(StandardCharsets.US_ASCII));
    JsonNode _ = read(driver);
  }

  /**
   * Keeps away, from now on, versions that do not write claims: to be called before something is
   * removed that one of them may rely on. Those that have opened the store already notice nothing.
   */
  public static void requireWrittenClaims(StorageDriver driver) {
    ObjectNode format = read(driver);
    if (!has(format, WRITTEN_CLAIMS)) {
      format.withArrayProperty("features").add(WRITTEN_CLAIMS);
      driver.write(Layout.FORMAT, (format + "\n").getBytes(StandardCharsets.UTF_8));
    }
  }

  /** The format, if this version knows all that it asks for. */
  private static ObjectNode read(StorageDriver driver) {
    byte[] bytes = driver.read(Layout.FORMAT, LIMIT_BYTES).orElseThrow();
    try {
      if (new ObjectMapper().readTree(bytes) instanceof ObjectNode format) {
        require(format);
        return format;
      }
      throw new IOException("it is no JSON object");
    } catch (IOException e) {
      throw new StorageUnavailable(Layout.FORMAT + " cannot be understood", e);
    }
  }

  private static void require(JsonNode format) throws IOException {
    JsonNode version = format.path("version");
    JsonNode features = format.path("features");
    if (!version.isIntegralNumber() || version.asLong() < 1 || !features.isArray()) {
      throw new IOException("it does not name a version and a list of features");
    }
    if (version.asLong() > VERSION || !isKnown(features)) {
      throw new StoreTooNew(format.toString(), KNOWN);
    }
  }

  private static boolean isKnown(JsonNode features) {
    return StreamSupport.stream(features.spliterator(), false)
        .allMatch(feature -> feature.asText().equals(WRITTEN_CLAIMS));
  }

  private static boolean has(JsonNode format, String feature) {
    return StreamSupport.stream(format.path("features").spliterator(), false)
        .anyMatch(each -> each.asText().equals(feature));
  }
}
