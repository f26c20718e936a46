package dev.lading.content.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lading.content.Digest;
import dev.lading.storage.BlobSource;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stored bytes that were found not to be what their name says: they are answered as absent, so that
 * a client uploads them anew, which heals them. Known for the life of the process and found again
 * by the same check.
 */
final class Damage {
  private static final Logger LOG = LoggerFactory.getLogger(Damage.class);
  private static final int REMEMBERED = 100_000;
  private final StorageDriver driver;
  private final Cache<Digest, Boolean> damaged =
      Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  Damage(StorageDriver driver) {
    this.driver = driver;
  }

  boolean isKnown(Digest digest) {
    return damaged.getIfPresent(digest) != null;
  }

  void healed(Digest digest) {
    damaged.invalidate(digest);
  }

  void found(Digest digest) {
    LOG.error("stored bytes are damaged digest={} key={}", digest, Layout.blobData(digest));
    damaged.put(digest, true);
  }

  /** Hashes what is stored; whether it is what its name says. Reads the whole blob. */
  boolean check(Digest digest) {
    boolean sound =
        driver.source(Layout.blobData(digest)).map(s -> hashes(digest, s)).orElse(false);
    if (!sound) {
      found(digest);
    }
    return sound;
  }

  private static boolean hashes(Digest digest, BlobSource source) {
    try (source;
        InputStream in = source.open(0, source.size())) {
      return Hashing.of(digest.algorithm(), in).equals(digest);
    } catch (IOException e) {
      throw new StorageUnavailable("reading blob " + digest + " failed", e);
    }
  }
}
