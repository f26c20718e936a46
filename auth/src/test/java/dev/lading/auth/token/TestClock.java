package dev.lading.auth.token;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Stands still unless it is moved. */
public final class TestClock implements InstantSource {
  private volatile Instant now;

  public TestClock(Instant now) {
    this.now = now;
  }

  @Override
  public Instant instant() {
    return now;
  }

  public void advance(Duration by) {
    now = now.plus(by);
  }
}
