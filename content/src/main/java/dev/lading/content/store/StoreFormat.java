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
 * lading/format}. Written on the first opening; a store that asks for more than this version knows
 * is refused untouched.
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
      throw new StorageUnavailable(Layout.FORMAT + " cannot be read as JSON", e);
    }
  }

  private static void require(JsonNode format) {
    if (format.path("version").asInt(Integer.MAX_VALUE) > VERSION
        || !format.path("features").isEmpty()) {
      throw new StoreTooNew(format.toString(), FIRST.strip());
    }
  }
}
