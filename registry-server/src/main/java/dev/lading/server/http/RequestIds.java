package dev.lading.server.http;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Short names for requests, unique within one process and most likely beyond. */
public final class RequestIds implements Supplier<String> {
  private final String process;
  private final AtomicLong count = new AtomicLong();

  public RequestIds(RandomGenerator random) {
    this.process = Long.toString(random.nextLong(1L << 35, 1L << 36), Character.MAX_RADIX);
  }

  @Override
  public String get() {
    return process + "-" + Long.toString(count.incrementAndGet(), Character.MAX_RADIX);
  }
}
