package dev.lading.trust.policy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.lading.trust.policy.VerifiedView.Basis;
import java.util.function.Function;

/**
 * What is remembered of each view's reach; the least recently used are forgotten first, whole, so
 * that what is there is as complete as it says. Safe for any number of threads.
 */
final class Reaches {
  private final Cache<Basis, Reach> remembered;

  /**
   * @param bytes of all of them, about
   */
  Reaches(long bytes) {
    this.remembered =
        Caffeine.newBuilder()
            .maximumWeight(bytes)
            .<Basis, Reach>weigher((_, each) -> Math.clamp(each.bytes(), 0, Integer.MAX_VALUE))
            .executor(Runnable::run)
            .build();
  }

  /** Works with a view's reach, and weighs it again if it has grown by that. */
  <T> T with(Basis basis, Function<Reach, T> work) {
    Reach reach = remembered.get(basis, _ -> new Reach());
    long before = reach.bytes();
    T result = work.apply(reach);
    if (reach.bytes() != before) {
      remembered.put(basis, reach);
    }
    return result;
  }
}
