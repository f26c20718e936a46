package dev.lading.storage.s3;

import dev.lading.storage.Fence;
import dev.lading.storage.StorageUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Finds out whether a store refuses a removal that comes late, with one small object. */
record FenceTrial(Bucket bucket, StoreClock clock) {
  /**
   * More than the clocks of a store's servers should differ, and less than the quarter of an hour
   * after which S3 takes no signature, whatever it is valid for.
   */
  private static final Duration LATE = Duration.ofMinutes(1);

  /** Less than a collector asks for, lest all that it signs be refused. */
  private static final Duration VALIDITY = Duration.ofSeconds(15);

  /**
   * What is wrong; empty when it does refuse.
   *
   * @param object a name that nobody else has; nothing is there afterwards
   * @throws StorageUnavailable when that cannot be found out now
   */
  Optional<String> fault(String object) {
    bucket.put(object, Body.of(new byte[] {1}));
    try {
      return clock.now().isEmpty()
          ? Optional.of("the store does not tell the time")
          : lateFault(object).or(() -> earlyFault(object));
    } finally {
      bucket.delete(object);
    }
  }

  private Optional<String> lateFault(String object) {
    return switch (removals().within(object, now().minus(LATE), Fence.SHORTEST)) {
      case Removal.Gone _ -> Optional.of("a removal was carried out a minute after its time");
      case Removal.Refused _ when isThere(object) -> Optional.empty();
      case Removal.Refused _ ->
          Optional.of("a removal was refused for being late, and carried out");
      case Removal.Doubtful(Exception cause) -> throw unknown(cause);
    };
  }

  private Optional<String> earlyFault(String object) {
    return switch (removals().within(object, now(), VALIDITY)) {
      case Removal.Gone _ when isThere(object) ->
          Optional.of("a removal was confirmed, and not carried out");
      case Removal.Gone _ -> Optional.empty();
      case Removal.Refused(Exception answer) ->
          Optional.of("a removal was refused in its time (" + answer.getMessage() + ")");
      case Removal.Doubtful(Exception cause) -> throw unknown(cause);
    };
  }

  private Instant now() {
    return clock
        .now()
        .orElseThrow(() -> unknown(new TimeoutException("its last answer came long ago")));
  }

  private boolean isThere(String object) {
    return bucket.find(object).isPresent();
  }

  private Removals removals() {
    return new Removals(bucket);
  }

  private static StorageUnavailable unknown(Exception cause) {
    return new StorageUnavailable("nobody can say what became of a removal", cause);
  }
}
