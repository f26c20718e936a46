package dev.lading.server.exchange;

/**
 * Answers the requests of one route. Plain blocking code on a virtual thread of its own; throws the
 * exceptions of {@code content}, {@code storage} and {@link RequestException}, which one place
 * turns into answers.
 */
@FunctionalInterface
public interface Handler {
  Response handle(Request request);
}
