package dev.lading.server.control;

/** A command cannot be carried out; the message is for whoever gave it. */
public final class ControlRefusal extends RuntimeException {
  public ControlRefusal(String message) {
    super(message);
  }

  public ControlRefusal(String message, Throwable cause) {
    super(message, cause);
  }
}
