package dev.lading.runtime.command;

import dev.lading.runtime.registry.http.JsonDocument;
import java.lang.System.Logger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;

/**
 * What a short command waits for longest because it is the first of its kind: another core can do
 * it while the words are read.
 */
final class WarmUp implements Runnable {
  private static final byte[] DOCUMENT =
      "{\"texts\":[\"text\"],\"number\":1}".getBytes(StandardCharsets.UTF_8);

  @Override
  public void run() {
    boolean isRead = JsonDocument.object(DOCUMENT).isPresent();
    loggerOfPrograms().log(Logger.Level.TRACE, () -> "documents can be read: " + isRead);
    new SecureRandom();
  }

  /** Whoever starts a program asks this one first, and waits until it is known who logs here. */
  private static Logger loggerOfPrograms() {
    return System.getLogger("java.lang.ProcessBuilder");
  }
}
