package dev.lading.content.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lading.content.Algorithm;
import dev.lading.content.UploadId;
import java.time.Duration;

/**
 * The hashes of sessions between two requests: a saving, never the truth. One that was forgotten is
 * computed again from the staged bytes.
 */
final class RunningHashes {
  private static final int REMEMBERED = 10_000;
  private static final Duration IDLE = Duration.ofHours(1);
  private final Cache<UploadId, RunningHash> hashes =
      Caffeine.newBuilder().maximumSize(REMEMBERED).expireAfterAccess(IDLE).build();

  void begin(UploadId id, Algorithm algorithm) {
    hashes.put(id, RunningHash.fromTheFirstByte(algorithm));
  }

  /** The session's hash, the caller's alone until it is put back. */
  RunningHash take(UploadId id, long size) {
    RunningHash hash = hashes.asMap().remove(id);
    if (hash != null && hash.size() == size) {
      return hash;
    }
    return size == 0 ? RunningHash.fromTheFirstByte(Algorithm.SHA256) : RunningHash.unknown(size);
  }

  void put(UploadId id, RunningHash hash) {
    hashes.put(id, hash);
  }

  void forget(UploadId id) {
    hashes.invalidate(id);
  }
}
