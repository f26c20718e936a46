package dev.lading.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lading.content.store.ContentStore;
import dev.lading.server.control.ControlClient;
import dev.lading.server.control.ControlCommand;
import dev.lading.server.control.ControlRefusal;
import dev.lading.server.gc.GcService;
import dev.lading.storage.RootInUse;
import dev.lading.storage.StorageDriver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/**
 * Whoever answers what commands ask of the collector: the registry that runs on the directory, or
 * else this process, with the store opened for it. Over a bucket it is always this process, which
 * takes its turn among the replicas.
 */
sealed interface GcAccess extends AutoCloseable {
  /**
   * Asks one question.
   *
   * @throws ControlRefusal when there is no answer, with the reason
   */
  JsonNode ask(String command, JsonNode arguments, Consumer<JsonNode> progress);

  @Override
  void close();

  /**
   * Finds out who that is, or opens the store.
   *
   * @throws ControlRefusal when nobody can answer, with the next step
   */
  static GcAccess to(ServerSettings settings) {
    return switch (settings.storage()) {
      case StorageSettings.InMemory _ ->
          throw new ControlRefusal(
              "the store is in the memory of the registry, which nothing else can look into.");
      case StorageSettings.S3 _ -> Alone.open(settings);
      case StorageSettings.Filesystem directory ->
          ControlClient.connect(directory.ownDirectory())
              .<GcAccess>map(TheRegistry::new)
              .orElseGet(() -> alone(directory.root(), settings));
    };
  }

  private static GcAccess alone(Path root, ServerSettings settings) {
    if (!Files.isDirectory(root)) {
      throw new ControlRefusal(
          "there is no store at " + root + ". Name the registry's configuration: --config FILE");
    }
    try {
      return Alone.open(settings);
    } catch (RootInUse e) {
      throw new ControlRefusal(
          e.getMessage()
              + ", which takes no commands (its log says why, or it is just starting). Try again in"
              + " a moment, or stop it first.",
          e);
    }
  }

  /** Another process, over its control socket. */
  record TheRegistry(ControlClient client) implements GcAccess {
    @Override
    public JsonNode ask(String command, JsonNode arguments, Consumer<JsonNode> progress) {
      return client.ask(command, arguments, progress);
    }

    @Override
    public void close() {
      client.close();
    }
  }

  /** This process. */
  record Alone(
      StorageDriver driver, ExecutorService background, Map<String, ControlCommand> commands)
      implements GcAccess {
    static Alone open(ServerSettings settings) {
      StorageDriver driver = settings.storage().open(InstantSource.system());
      ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
      try {
        ContentStore store =
            Registry.content(settings, driver, background, List.of(new ChangeLog()));
        GcService gc = Registry.collector(settings, driver, store);
        return new Alone(driver, background, Registry.commands(gc));
      } catch (RuntimeException e) {
        background.shutdownNow();
        driver.close();
        throw e;
      }
    }

    @Override
    public JsonNode ask(String command, JsonNode arguments, Consumer<JsonNode> progress) {
      return Optional.ofNullable(commands.get(command)).orElseThrow().answer(arguments, progress);
    }

    @Override
    public void close() {
      background.shutdownNow();
      driver.close();
    }
  }
}
