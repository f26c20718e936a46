package dev.lading.conformance.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers that are about to be started. */
public final class FreePort {
  private static final int LOWEST = 10_000;

  /** Where the ports of connections begin that ask for none. */
  private static final int EPHEMERAL = 32_768;

  private static final int ATTEMPTS = 100;

  private FreePort() {}

  /**
   * One that nobody listened on a moment ago, and that no connection comes from: whoever waits for
   * the server by connecting again and again could otherwise meet itself, and take the port from
   * it.
   */
  public static int choose() {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, EPHEMERAL);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port in " + ATTEMPTS + " attempts");
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
