package dev.lading.server.control;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a channel over which nothing has happened for too long: channels of Unix domain sockets
 * know no time limits of their own. Safe for several threads.
 */
final class Patience implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Patience.class);
  private final Closeable channel;
  private final Duration limit;
  private final LongSupplier nanoTime;
  private final Thread watch;
  private volatile long since;

  private Patience(Closeable channel, Duration limit, LongSupplier nanoTime) {
    this.channel = channel;
    this.limit = limit;
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
    this.watch = Thread.ofVirtual().name("control-patience").unstarted(this::watch);
  }

  static Patience with(Closeable channel, Duration limit, LongSupplier nanoTime) {
    Patience patience = new Patience(channel, limit, nanoTime);
    patience.watch.start();
    return patience;
  }

  /** Something has happened. */
  void renew() {
    since = nanoTime.getAsLong();
  }

  @Override
  public void close() {
    watch.interrupt();
  }

  private void watch() {
    try {
      for (long left = left(); left > 0; left = left()) {
        Thread.sleep(Duration.ofNanos(left));
      }
      channel.close();
    } catch (InterruptedException _) {
      LOG.trace("done in time");
    } catch (IOException e) {
      LOG.debug("a connection that was silent could not be closed", e);
    }
  }

  private long left() {
    return limit.toNanos() - (nanoTime.getAsLong() - since);
  }
}
