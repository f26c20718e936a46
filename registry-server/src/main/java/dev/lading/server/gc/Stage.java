package dev.lading.server.gc;

import java.time.Duration;
import java.util.Optional;

/** How far a run of the collector is. Its text is for logs. */
public sealed interface Stage {
  /** It looks at what there is: so much so far. */
  record Marking(int repositories, int manifests, int blobs) implements Stage {
    @Override
    public String toString() {
      return "marking repositories=%d manifests=%d blobs=%d"
          .formatted(repositories, manifests, blobs);
    }
  }

  /**
   * It removes what nobody needs.
   *
   * @param done so much of it was removed or kept
   * @param total of so much
   * @param left about how long the rest takes; empty when nobody can tell yet
   */
  record Sweeping(long done, long total, Optional<Duration> left) implements Stage {
    @Override
    public String toString() {
      String rest = left.map(time -> " leftSeconds=" + time.toSeconds()).orElse("");
      return "sweeping done=%d total=%d%s".formatted(done, total, rest);
    }
  }
}
