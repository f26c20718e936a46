package dev.lading.runtime.command;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import dev.lading.runtime.registry.http.JsonDocument;
import java.lang.System.Logger;
import java.lang.reflect.AnnotatedElement;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.stream.Stream;

/**
 * What a short command waits for longest because it is the first of its kind: another core can do
 * it while the words are read.
 */
final class WarmUp implements Runnable {
  private static final byte[] DOCUMENT =
      "{\"texts\":[\"text\"],\"number\":1}".getBytes(StandardCharsets.UTF_8);

  @Override
  public void run() {
    annotations();
    new SecureRandom();
    log(JsonDocument.object(DOCUMENT).toString() + isDigestItself());
  }

  /** The JVM makes a class for each kind that is looked at, and keeps none for its next start. */
  private static void annotations() {
    Class<?> command = RunCommand.class;
    Stream.<AnnotatedElement>concat(Stream.of(command.getDeclaredFields()), Stream.of(command))
        .forEach(AnnotatedElement::getAnnotations);
  }

  private static boolean isDigestItself() {
    Digest digest = Digest.of(Algorithm.SHA256, DOCUMENT);
    return digest.equals(Digest.parse(digest.toString()));
  }

  /** Whoever starts a program asks this logger first, and waits until it is known who logs here. */
  private static void log(String text) {
    System.getLogger("java.lang.ProcessBuilder").log(Logger.Level.TRACE, text);
  }
}
