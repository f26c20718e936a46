package dev.lading.server.http;

/** An address cannot be listened on: taken, forbidden, or not of this machine. */
public final class ListenFailed extends RuntimeException {
  public ListenFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
