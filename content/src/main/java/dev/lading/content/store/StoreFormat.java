package dev.lading.content.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lading.content.ContentException.StoreTooNew;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The version of a store and the features that whoever opens it has to know, in {@code
 * lading/format}. Written on the first opening; a store that asks for more than this version knows,
 * or whose format cannot be understood, is refused untouched.
 */
final class StoreFormat {
  private static final int VERSION = 1;
  private static final int LIMIT_BYTES = 64 * 1024;
  private static final String FIRST = "{\"version\":1,\"features\":[]}\n";

  private StoreFormat() {}

  static void open(StorageDriver driver) {
    driver.writeIfAbsent(Layout.FORMAT, FIRST.getBytes(StandardCharsets.US_ASCII));
    byte[] bytes = driver.read(Layout.FORMAT, LIMIT_BYTES).orElseThrow();
    try {
      require(new ObjectMapper().readTree(bytes));
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
    if (version.asLong() > VERSION || !features.isEmpty()) {
      throw new StoreTooNew(format.toString(), FIRST.strip());
    }
  }
}
