package dev.lading.storage.s3;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * The store's clock, as its answers tell it, and never this machine's. What failed may come from
 * something between, which has another. Safe for any number of threads.
 */
final class StoreClock implements ExecutionInterceptor {
  /** A clock that goes back, or another server with another one, is noticed after that long. */
  private static final Duration BELIEVED_FOR = Duration.ofSeconds(10);

  private final LongSupplier nanoTime;
  private volatile @Nullable Reading latest;

  /** What an answer said when it came. */
  private record Reading(Instant time, long nanos) {}

  /**
   * @param nanoTime a clock that only goes forward
   */
  StoreClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * At most what it is at the store: an answer has been on its way for some time, and tells whole
   * seconds. Empty when no answer came lately, or none that tells the time.
   */
  Optional<Instant> now() {
    Reading reading = latest;
    if (reading == null) {
      return Optional.empty();
    }
    Duration age = Duration.ofNanos(nanos() - reading.nanos());
    return age.compareTo(BELIEVED_FOR) > 0
        ? Optional.empty()
        : Optional.of(reading.time().plus(age));
  }

  /** A clock of this machine that only goes forward. */
  long nanos() {
    return nanoTime.getAsLong();
  }

  /** What an answer says. */
  static Optional<Instant> date(SdkHttpResponse answer) {
    return answer.firstMatchingHeader("Date").flatMap(StoreClock::parsed);
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    if (context.httpResponse().isSuccessful()) {
      date(context.httpResponse()).ifPresent(time -> latest = new Reading(time, nanos()));
    }
  }

  private static Optional<Instant> parsed(String date) {
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
