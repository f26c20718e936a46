package dev.lading.content.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lading.content.Digest;
import dev.lading.storage.BlobSource;
import dev.lading.storage.ObjectInfo;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What hashing stored bytes has shown. Damaged ones are answered as absent, so that a client
 * uploads them anew, which heals them. A verdict is about the object that was hashed, and void as
 * soon as another one is in its place; it is known for the life of the process and found again by
 * the same check.
 */
final class Damage {
  private static final Logger LOG = LoggerFactory.getLogger(Damage.class);
  private static final int REMEMBERED = 10_000;
  private final StorageDriver driver;
  private final Cache<Digest, ObjectInfo> damaged = remembered();
  private final Cache<Digest, ObjectInfo> sound = remembered();

  Damage(StorageDriver driver) {
    this.driver = driver;
  }

  /** Whether what is stored now is known to be damaged. */
  boolean isKnown(Digest digest) {
    ObjectInfo hashed = damaged.getIfPresent(digest);
    return hashed != null && find(digest).filter(hashed::equals).isPresent();
  }

  void healed(Digest digest) {
    damaged.invalidate(digest);
  }

  /**
   * Whether what is stored is what its name says; false when nothing is. Reads the whole object,
   * once for as long as it stays.
   */
  boolean isSound(Digest digest) {
    return find(digest).filter(info -> isSound(digest, info)).isPresent();
  }

  /** Hashes what is stored, so that damage is known and in the log. */
  void inspect(Digest digest) {
    find(digest).ifPresent(info -> isSound(digest, info));
  }

  private boolean isSound(Digest digest, ObjectInfo info) {
    if (info.equals(sound.getIfPresent(digest))) {
      return true;
    }
    boolean matches =
        driver.source(Layout.blobData(digest)).filter(s -> matches(digest, s)).isPresent();
    if (matches) {
      sound.put(digest, info);
    } else if (!info.equals(damaged.asMap().put(digest, info))) {
      LOG.error("stored bytes are damaged digest={} key={}", digest, Layout.blobData(digest));
    }
    return matches;
  }

  private Optional<ObjectInfo> find(Digest digest) {
    return driver.find(Layout.blobData(digest));
  }

  private static boolean matches(Digest digest, BlobSource source) {
    try (source;
        InputStream in = source.open(0, source.size())) {
      return Hashing.of(digest.algorithm(), in).equals(digest);
    } catch (IOException e) {
      throw new StorageUnavailable("reading blob " + digest + " failed", e);
    }
  }

  private static Cache<Digest, ObjectInfo> remembered() {
    return Caffeine.newBuilder().maximumSize(REMEMBERED).build();
  }
}
