package dev.lading.content.store;

import dev.lading.content.ContentException;
import dev.lading.content.Digest;
import dev.lading.storage.Key;
import dev.lading.storage.ObjectTooLarge;
import dev.lading.storage.StorageDriver;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Link files: written exactly as distribution writes them, read leniently. A link that cannot be
 * read as a digest (distribution leaves empty ones after a power loss) counts as absent and is
 * named in the log; it never stops anything else.
 */
final class Links {
  private static final Logger LOG = LoggerFactory.getLogger(Links.class);
  private static final int LIMIT_BYTES = 1024;
  private final StorageDriver driver;

  Links(StorageDriver driver) {
    this.driver = driver;
  }

  /**
   * What the link points at, which need not be what its own key says: distribution keeps sha512
   * content under its sha256, and links both names to that.
   */
  Optional<Digest> find(Key key) {
    try {
      return driver.read(key, LIMIT_BYTES).flatMap(bytes -> parse(key, bytes));
    } catch (ObjectTooLarge e) {
      return unreadable(key, e.size());
    }
  }

  void write(Key key, Digest target) {
    driver.write(key, target.toString().getBytes(StandardCharsets.US_ASCII));
  }

  private static Optional<Digest> parse(Key key, byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8).strip();
    try {
      return Optional.of(Digest.parse(text));
    } catch (ContentException.DigestInvalid _) {
      return unreadable(key, bytes.length);
    }
  }

  private static Optional<Digest> unreadable(Key key, long size) {
    LOG.warn("link unreadable key={} bytes={}", key, size);
    return Optional.empty();
  }
}
