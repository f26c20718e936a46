package dev.lading.conformance.support;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks again until an answer is good enough. */
public final class Patience {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Patience() {}

  /**
   * Asks until {@code enough}.
   *
   * @throws AssertionError with the last answer, after 20 seconds
   */
  public static Answer until(Supplier<Answer> ask, Predicate<Answer> enough) {
    Instant deadline = Instant.now().plus(LIMIT);
    Answer answer = ask.get();
    while (!enough.test(answer)) {
      answer.require(Instant.now().isBefore(deadline), "something else after " + LIMIT);
      pause();
      answer = ask.get();
    }
    return answer;
  }

  /**
   * Asks until it is so.
   *
   * @param what is waited for, in words
   * @throws AssertionError after 20 seconds
   */
  public static void await(String what, BooleanSupplier isSo) {
    Instant deadline = Instant.now().plus(LIMIT);
    while (!isSo.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("not seen after " + LIMIT + ": " + what);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
