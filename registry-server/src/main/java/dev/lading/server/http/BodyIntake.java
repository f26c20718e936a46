package dev.lading.server.http;

/**
 * The socket's side of a request body. All of it is called on the event loop, but {@link #onLoop}.
 */
interface BodyIntake {
  /** No more bytes until {@link #go}; the one chunk that is being read still comes. */
  void stop();

  void go();

  /** Tells a client that waits for it to send the body. */
  void sendContinue();

  /** Gives the connection, or the one request of it, up. */
  void cut();

  /** Runs it on the event loop of this body, soon, and in the order of the calls. */
  void onLoop(Runnable task);
}
