package dev.lading.content.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lading.content.ContentException.ManifestInvalid;
import dev.lading.content.Digest;
import dev.lading.content.Manifest;
import dev.lading.storage.ObjectTooLarge;
import dev.lading.storage.StorageDriver;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bytes of manifests, whichever repositories hold them: hashed when they are read from the
 * store, and then remembered. What is remembered can never change, and is never asked about
 * existence: the caller has seen the repository's link.
 */
final class ManifestBytes {
  private static final Logger LOG = LoggerFactory.getLogger(ManifestBytes.class);
  private static final int OVERHEAD_BYTES = 256;

  /** Far above what is taken today, so that a lowered limit hides nothing that was taken before. */
  private static final int READ_LIMIT_BYTES = 64 * 1024 * 1024;

  private final StorageDriver driver;
  private final Damage damage;
  private final Cache<Digest, StoredManifest> remembered;

  ManifestBytes(StorageDriver driver, Damage damage, long cacheBytes) {
    this.driver = driver;
    this.damage = damage;
    this.remembered =
        Caffeine.newBuilder()
            .maximumWeight(cacheBytes)
            .weigher((Digest _, StoredManifest m) -> m.bytes().length + OVERHEAD_BYTES)
            .executor(Runnable::run)
            .build();
  }

  /** Empty when the bytes are absent, damaged or no manifest. */
  Optional<StoredManifest> find(Digest digest) {
    return Optional.ofNullable(remembered.getIfPresent(digest)).or(() -> read(digest));
  }

  /** Writes the bytes under their digest, unless the same are there. */
  void write(StoredManifest manifest) {
    if (stored(manifest.digest()).filter(manifest.digest()::matches).isEmpty()) {
      driver.write(Layout.blobData(manifest.digest()), manifest.bytes());
      damage.healed(manifest.digest());
    }
    remembered.put(manifest.digest(), manifest);
  }

  private Optional<StoredManifest> read(Digest digest) {
    return stored(digest)
        .filter(bytes -> isAsNamed(digest, bytes))
        .flatMap(bytes -> recognise(digest, bytes));
  }

  private Optional<byte[]> stored(Digest digest) {
    try {
      return driver.read(Layout.blobData(digest), READ_LIMIT_BYTES);
    } catch (ObjectTooLarge e) {
      LOG.warn("too large for a manifest digest={} bytes={}", digest, e.size());
      return Optional.empty();
    }
  }

  private boolean isAsNamed(Digest digest, byte[] bytes) {
    boolean asNamed = digest.matches(bytes);
    if (!asNamed) {
      damage.inspect(digest);
    }
    return asNamed;
  }

  private Optional<StoredManifest> recognise(Digest digest, byte[] bytes) {
    try {
      Manifest manifest = Manifest.parse(bytes, Optional.empty());
      StoredManifest stored = new StoredManifest(digest, manifest.mediaType(), bytes);
      remembered.put(digest, stored);
      return Optional.of(stored);
    } catch (ManifestInvalid e) {
      LOG.warn("stored manifest not understood digest={} reason={}", digest, e.fault());
      return Optional.empty();
    }
  }
}
