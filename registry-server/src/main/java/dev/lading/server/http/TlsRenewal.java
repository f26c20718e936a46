package dev.lading.server.http;

import io.vertx.core.Future;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks each second whether the files of TLS have changed. Connections that are there keep what
 * they were made with; those that come get what is new. One virtual thread, until it is closed.
 */
final class TlsRenewal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TlsRenewal.class);
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  private final Tls tls;
  private final Function<ServerSSLOptions, Future<?>> apply;
  private final Thread thread;

  private TlsRenewal(Tls tls, Function<ServerSSLOptions, Future<?>> apply) {
    this.tls = tls;
    this.apply = apply;
    this.thread = Thread.ofVirtual().name("tls-renewal").unstarted(this::run);
  }

  /**
   * @param apply gives the options to the servers
   */
  static TlsRenewal begin(Tls tls, Function<ServerSSLOptions, Future<?>> apply) {
    TlsRenewal renewal = new TlsRenewal(tls, apply);
    renewal.thread.start();
    return renewal;
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(LOOK_EVERY);
        look();
      }
    } catch (InterruptedException _) {
      return; // closed
    }
  }

  /** The edge of a thread that nobody waits for: what fails is for the log, and it goes on. */
  private void look() {
    try {
      tls.renewed().ifPresent(this::renew);
    } catch (RuntimeException e) {
      LOG.error("the files of TLS could not be looked at, and will be again", e);
    }
  }

  private void renew(ServerSSLOptions options) {
    apply
        .apply(options)
        .onSuccess(_ -> LOG.info("new connections get the certificate as it is now"))
        .onFailure(e -> LOG.error("a new certificate is not in force", e));
  }
}
