package dev.lading.server.control;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one client after the other until the socket is closed. One that cannot be taken, as for
 * want of a file descriptor, ends nothing: the next is taken in a moment.
 *
 * @param pause before that
 */
record Arrivals(Source source, Reception reception, Duration pause) {
  private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

  /** Where clients come from. */
  @FunctionalInterface
  interface Source {
    SocketChannel next() throws IOException;
  }

  /** Who takes care of a client, and closes it; returns at once. */
  @FunctionalInterface
  interface Reception {
    void receive(SocketChannel client) throws IOException;
  }

  /** Returns when the socket is closed, or its thread interrupted. */
  void takeAll() {
    boolean isOpen = true;
    while (isOpen) {
      try {
        reception.receive(source.next());
      } catch (ClosedChannelException _) {
        LOG.debug("no more commands are taken");
        isOpen = false;
      } catch (IOException e) {
        LOG.error("a command could not be taken; trying again", e);
        isOpen = hasPaused();
      }
    }
  }

  private boolean hasPaused() {
    try {
      Thread.sleep(pause);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
