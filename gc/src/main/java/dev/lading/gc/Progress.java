package dev.lading.gc;

import java.time.Duration;
import java.util.Optional;

/** Told how far a run is, by one thread at a time; must not fail or wait. */
public interface Progress {
  /** Nobody looks. */
  Progress NONE =
      new Progress() {
        @Override
        public void marked(int repositories, int manifests, int blobs) {}

        @Override
        public void swept(long done, long total, Optional<Duration> left) {}
      };

  /** How much was looked at so far. */
  void marked(int repositories, int manifests, int blobs);

  /**
   * How much was removed or kept so far.
   *
   * @param total of how many
   * @param left about how long the rest takes; empty when nobody can tell yet
   */
  void swept(long done, long total, Optional<Duration> left);
}
