package dev.lading.server.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lading.content.ContentException;
import dev.lading.storage.StorageException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A command that is carried out on a thread of its own, so that it goes on when its client has gone
 * away, and never waits for one.
 */
final class Task {
  private static final Logger LOG = LoggerFactory.getLogger(Task.class);
  private final String name;
  private final ControlCommand command;
  private final JsonNode arguments;
  private final AtomicReference<Optional<JsonNode>> news = new AtomicReference<>(Optional.empty());
  private final BlockingQueue<End> end = new ArrayBlockingQueue<>(1);

  /** What came of it. */
  sealed interface End {
    record Done(JsonNode result) implements End {}

    record Failed(String message) implements End {}
  }

  Task(String name, ControlCommand command, JsonNode arguments) {
    this.name = name;
    this.command = command;
    this.arguments = arguments;
  }

  /** To be called once. */
  void run() {
    boolean _ = end.offer(outcome());
  }

  /** The end, if it comes within that time. */
  Optional<End> await(Duration most) throws InterruptedException {
    return Optional.ofNullable(end.poll(most.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** What was told since the last call. */
  Optional<JsonNode> news() {
    return news.getAndSet(Optional.empty());
  }

  /** The edge: whatever fails is told to the client, and a surprise to the log. */
  private End outcome() {
    try {
      return new End.Done(command.answer(arguments, told -> news.set(Optional.of(told))));
    } catch (ControlRefusal e) {
      return new End.Failed(String.valueOf(e.getMessage()));
    } catch (StorageException | ContentException e) {
      LOG.warn("command failed name={}", name, e);
      return new End.Failed(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOG.error("command failed name={}", name, e);
      return new End.Failed(name + " failed; the registry's log tells more");
    }
  }
}
