package dev.lading.conformance.garbage;

import dev.lading.conformance.crash.Wire;
import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * The servers of one store, any of which may be dead for a while, and busy. Safe for any number of
 * threads.
 *
 * @param grace of the collector
 */
record Site(List<Wire> servers, Duration grace, Tally tally) {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** Long enough for a server that starts to get something of two cores. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  /** What came of a request. */
  record Sent(Answer answer, boolean wasRepeated) {}

  /**
   * Sends to any server until one answers, and does not ask to come again.
   *
   * @return and whether an earlier attempt may have had its effect
   */
  Sent send(Request request) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    boolean wasRepeated = false;
    while (true) {
      try {
        Answer answer = any().send(request);
        if (answer.headerLines("retry-after").isEmpty()) {
          return new Sent(answer, wasRepeated);
        }
        tally.busy.increment();
        wasRepeated = true;
        giveUp(end, answer.toString());
      } catch (IOException e) {
        tally.unanswered.increment();
        wasRepeated = true;
        giveUp(end, e.toString());
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }

  private Wire any() {
    return servers.get(ThreadLocalRandom.current().nextInt(servers.size()));
  }

  private static void giveUp(long end, String reason) {
    if (System.nanoTime() - end > 0) {
      throw new AssertionError("no answer but this for " + PATIENCE + ": " + reason);
    }
  }
}
