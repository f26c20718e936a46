package dev.lading.server.http;

import java.time.Duration;

/**
 * Told of every request once its answer is on its way. Called on the request's own virtual thread;
 * one that blocks delays no other request.
 */
@FunctionalInterface
public interface AccessListener {
  void answered(Access access);

  /** For when nobody is to be told. */
  static AccessListener none() {
    return access -> {};
  }

  /**
   * One request and what became of it.
   *
   * @param method as sent, also one that no route answers
   * @param path as sent, still percent-encoded, without the query
   * @param route the pattern of the row that answered; {@code -} for none
   * @param bytes of the answer's body
   * @param complete whether the whole answer was handed to the kernel; small answers count as soon
   *     as they are queued
   * @param agent what {@code User-Agent} says, or empty
   */
  record Access(
      String requestId,
      String method,
      String path,
      String route,
      int status,
      long bytes,
      boolean complete,
      Duration time,
      String client,
      String agent) {}
}
