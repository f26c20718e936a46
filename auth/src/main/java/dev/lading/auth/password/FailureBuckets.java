package dev.lading.auth.password;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * How often each network may still fail to log in: a bucket that refills steadily. All addresses of
 * one IPv6 /64 are one network, since whoever has one of them has them all.
 *
 * <p>Bounded: when very many networks fail, those longest quiet are forgiven; then it is the number
 * of verifications at once that bounds the cost. Safe for any number of threads.
 */
final class FailureBuckets {
  private static final int REMEMBERED = 20_000;
  private static final int NETWORK_BYTES = 8;

  private final long refillNanos;
  private final long capacityNanos;
  private final LongSupplier ticker;

  // Per network, the time at which its bucket will be full again; absent when it is.
  private final Cache<String, Long> fullAt;

  FailureBuckets(int capacity, Duration refill, LongSupplier ticker) {
    this.refillNanos = refill.toNanos();
    this.capacityNanos = Math.multiplyExact(capacity, refillNanos);
    this.ticker = ticker;
    this.fullAt =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterAccess(Duration.ofNanos(capacityNanos))
            .ticker(ticker::getAsLong)
            .build();
  }

  /**
   * Takes one from the bucket of an address; if it is empty, how long until it is not, else zero.
   */
  Duration take(String address) {
    long now = ticker.getAsLong();
    long[] wait = new long[1];
    fullAt
        .asMap()
        .compute(
            network(address),
            (_, before) -> {
              long missing = before == null ? 0 : Math.max(0, before - now);
              wait[0] = Math.max(0, missing + refillNanos - capacityNanos);
              return now + missing + (wait[0] == 0 ? refillNanos : 0);
            });
    return Duration.ofNanos(wait[0]);
  }

  /** Puts back what was taken for a login that did not fail. */
  void giveBack(String address) {
    fullAt.asMap().computeIfPresent(network(address), (_, before) -> before - refillNanos);
  }

  /** What is no address (that of a Unix socket, say) is a network by itself. */
  private static String network(String address) {
    try {
      return InetAddress.ofLiteral(address) instanceof Inet6Address six
          ? Arrays.toString(Arrays.copyOf(six.getAddress(), NETWORK_BYTES))
          : address;
    } catch (IllegalArgumentException _) {
      return address;
    }
  }
}
