package dev.lading.content.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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
  private static final int REMEMBERED = 10_000;

  private final StorageDriver driver;

  // Links that were seen to say what they are named after.
  private final Cache<Key, Digest> plain =
      Caffeine.newBuilder().maximumSize(REMEMBERED).executor(Runnable::run).build();

  Links(StorageDriver driver) {
    this.driver = driver;
  }

  /**
   * What a link points at that is named after a digest. Nearly all say that digest again, and then
   * never anything else: those are read once. Whether they are there is asked each time.
   */
  Optional<Digest> find(Key key, Digest named) {
    if (named.equals(plain.getIfPresent(key)) && isAsLong(key, named)) {
      return Optional.of(named);
    }
    Optional<Digest> target = find(key);
    target.filter(named::equals).ifPresent(same -> plain.put(key, same));
    return target;
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

  /** Whether there is one, whatever it says. */
  boolean isWritten(Key key) {
    return driver.find(key).isPresent();
  }

  void write(Key key, Digest target) {
    driver.write(key, bytes(target));
  }

  /**
   * Of any number of callers, in this process or another, exactly one is told {@code true}; none,
   * when something is there that says nothing.
   */
  boolean writeIfAbsent(Key key, Digest target) {
    return driver.writeIfAbsent(key, bytes(target));
  }

  private static byte[] bytes(Digest target) {
    return target.toString().getBytes(StandardCharsets.US_ASCII);
  }

  private boolean isAsLong(Key key, Digest named) {
    return driver.find(key).filter(info -> info.size() == named.toString().length()).isPresent();
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
