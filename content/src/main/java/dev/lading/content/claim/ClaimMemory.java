package dev.lading.content.claim;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lading.content.Digest;
import java.util.OptionalLong;

/**
 * What a process remembers of the claims that it wrote, so that it does not write them again too
 * soon. May forget any of them. Safe for any number of threads.
 */
public interface ClaimMemory {
  /** When the digest was claimed, in the monotonic clock's nanoseconds; empty if not remembered. */
  OptionalLong at(Digest digest);

  /**
   * Remembers a claim.
   *
   * @param nanos from before it was written
   */
  void put(Digest digest, long nanos);

  /**
   * An empty one.
   *
   * @param most how many claims it remembers
   */
  static ClaimMemory ofAtMost(long most) {
    Cache<Digest, Long> written =
        Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
    return new ClaimMemory() {
      @Override
      public OptionalLong at(Digest digest) {
        Long nanos = written.getIfPresent(digest);
        return nanos == null ? OptionalLong.empty() : OptionalLong.of(nanos);
      }

      @Override
      public void put(Digest digest, long nanos) {
        written.put(digest, nanos);
      }
    };
  }
}
