package dev.lading.server.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lading.server.control.Task.End;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes commands for a running registry. Few clients at a time; one that asks too slowly, or too
 * much, is sent away; one that goes away ends nothing. Safe for any number of threads.
 */
public final class ControlSocket implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlSocket.class);
  private static final Duration BETWEEN_NEWS = Duration.ofMillis(250);
  private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);
  private final SocketPlace place;
  private final Peers peers;
  private final Settings settings;
  private final Semaphore free;

  /**
   * What is to be known besides the commands.
   *
   * @param commands by their names
   * @param workers carries commands out, each on a thread that is interrupted at the end
   * @param patience how long a client may be silent before its request is there, or not take what
   *     it is told
   * @param connections how many clients at once
   */
  public record Settings(
      Map<String, ControlCommand> commands,
      Executor workers,
      LongSupplier nanoTime,
      Duration patience,
      int connections) {
    public Settings {
      commands = Map.copyOf(commands);
    }

    /** With the limits that every registry has. */
    public static Settings of(Map<String, ControlCommand> commands, Executor workers) {
      return new Settings(commands, workers, System::nanoTime, Duration.ofSeconds(10), 8);
    }
  }

  private ControlSocket(SocketPlace place, Peers peers, Settings settings) {
    this.place = place;
    this.peers = peers;
    this.settings = settings;
    this.free = new Semaphore(settings.connections());
  }

  /**
   * Listens, for whoever holds the lock of the store.
   *
   * @param directory of the registry's own files: {@code lading} below the root
   * @throws IOException when there can be no socket, as on some network file systems
   */
  public static ControlSocket open(Path directory, Settings settings) throws IOException {
    SocketPlace place = SocketPlace.make(directory);
    ControlSocket socket = new ControlSocket(place, Peers.of(place.socket()), settings);
    Arrivals arrivals = new Arrivals(place.channel()::accept, socket::receive, AFTER_A_FAILURE);
    Thread.ofVirtual().name("control").start(arrivals::takeAll);
    return socket;
  }

  /** Where it listens. */
  public Path path() {
    return place.socket();
  }

  /** To be called when the workers have ended; what they came to is still told, for a moment. */
  @Override
  public void close() {
    try {
      place.remove();
      boolean _ =
          free.tryAcquire(settings.connections(), LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      LOG.warn("the control socket cannot be removed path={}", place.socket(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A thread for each that is served, and none for those that are too many. */
  private void receive(SocketChannel client) throws IOException {
    if (free.tryAcquire()) {
      Thread.ofVirtual().name("control-client").start(() -> serve(client));
    } else {
      refuse(client);
    }
  }

  /** What it is told fits what the system keeps for it; who does not take it is told nothing. */
  private static void refuse(SocketChannel client) throws IOException {
    try (client) {
      client.configureBlocking(false);
      int _ = client.write(ControlConnection.refusal("too many commands at once; try again"));
    }
  }

  private void serve(SocketChannel client) {
    try (client;
        Patience patience = Patience.with(client, settings.patience(), settings.nanoTime())) {
      ControlConnection connection = new ControlConnection(client, patience);
      if (!peers.mayAsk(client)) {
        LOG.warn("command refused: another user");
        connection.error("commands are taken from the registry's own user and from root");
      } else {
        converse(connection, patience);
      }
    } catch (IOException e) {
      LOG.debug("a client of the control socket went away", e);
    } finally {
      free.release();
    }
  }

  private void converse(ControlConnection connection, Patience patience) throws IOException {
    try {
      Optional<JsonNode> request = connection.request();
      if (request.isPresent()) {
        tell(begin(request.get()), connection, patience);
      }
    } catch (ControlRefusal e) {
      connection.error(String.valueOf(e.getMessage()));
    } catch (RejectedExecutionException _) {
      connection.error("the registry is stopping");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Task begin(JsonNode request) {
    String name = request.path("command").asText();
    ControlCommand command = settings.commands().get(name);
    if (command == null) {
      throw new ControlRefusal(
          "this registry knows no such command; it may be of another version. It knows "
              + settings.commands().keySet().stream().sorted().toList());
    }
    LOG.info("command name={} arguments={}", name, request.path("arguments"));
    Task task = new Task(name, command, request.path("arguments"));
    settings.workers().execute(task::run);
    return task;
  }

  private static void tell(Task task, ControlConnection connection, Patience patience)
      throws IOException, InterruptedException {
    Optional<End> end = task.await(BETWEEN_NEWS);
    while (end.isEmpty()) {
      patience.renew();
      Optional<JsonNode> news = task.news();
      if (news.isPresent()) {
        connection.progress(news.get());
      }
      end = task.await(BETWEEN_NEWS);
    }
    patience.renew();
    switch (end.get()) {
      case End.Done(var result) -> connection.result(result);
      case End.Failed(var message) -> connection.error(message);
    }
  }
}
