package dev.lading.conformance.garbage;

import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.RegistryProcess;

/** A server that is killed with SIGKILL and started again. Mutable, for one thread. */
final class Mortal implements AutoCloseable {
  private final LadingServer lading;
  private RegistryProcess running;

  Mortal(LadingServer lading) {
    this.lading = lading;
    this.running = lading.start();
  }

  /** The last that was started. */
  RegistryProcess running() {
    return running;
  }

  void dieAndRise() {
    running.kill();
    running = lading.start();
  }

  /** Ends it in the ordinary way; it stays down. */
  void stop() {
    running.close();
  }

  @Override
  public void close() {
    stop();
  }
}
