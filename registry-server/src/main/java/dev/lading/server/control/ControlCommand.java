package dev.lading.server.control;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Consumer;

/** Something that a running registry can be told to do. Called by several threads. */
@FunctionalInterface
public interface ControlCommand {
  /**
   * Does it. The thread is interrupted when the registry stops.
   *
   * @param arguments as the client sent them; a missing node when it sent none
   * @param progress told how far it is; never waits, and whoever listens gets only the newest
   * @return the result, for the client
   * @throws ControlRefusal when it cannot be done, with a text for whoever asked
   */
  JsonNode answer(JsonNode arguments, Consumer<JsonNode> progress);
}
