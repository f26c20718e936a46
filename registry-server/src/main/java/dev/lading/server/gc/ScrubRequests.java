package dev.lading.server.gc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lading.gc.Scrub;
import dev.lading.server.control.ControlCommand;
import dev.lading.server.control.ControlRefusal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** What can be asked about scrubs, in the JSON of the control socket. One goes on at a time. */
public final class ScrubRequests {
  private static final int WORKERS = 4;
  private final GcService service;
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private final AtomicBoolean isToStop = new AtomicBoolean();

  public ScrubRequests(GcService service) {
    this.service = service;
  }

  /** The names of the questions, and who answers. */
  public Map<String, ControlCommand> commands() {
    return Map.of("scrub.run", this::run, "scrub.stop", (_, _) -> stop());
  }

  /** {@code repair}, {@code bytesPerSecond} -> a report. */
  private JsonNode run(JsonNode arguments, Consumer<JsonNode> progress) {
    Scrub.Options options =
        new Scrub.Options(
            arguments.path("repair").asBoolean(),
            Math.max(0, arguments.path("bytesPerSecond").asLong()),
            WORKERS);
    if (options.repair() && service.surroundings().readOnly()) {
      throw new ControlRefusal(
          "the registry is read-only (storage.maintenance.readonly), so nothing is repaired."
              + " Without --repair it is looked at.");
    }
    if (!oneAtATime.tryLock()) {
      throw new ControlRefusal("a scrub goes on already. lading scrub --stop ends it.");
    }
    try {
      isToStop.set(false);
      Scrub scrub = service.collector().scrub(options);
      return ScrubJson.report(scrub.run(new Told(progress), this::isToStop));
    } finally {
      oneAtATime.unlock();
    }
  }

  /** Whether there was one to stop. */
  private JsonNode stop() {
    boolean isRunning = oneAtATime.isLocked();
    isToStop.set(true);
    return JsonNodeFactory.instance.objectNode().put("stopped", isRunning);
  }

  private boolean isToStop() {
    return isToStop.get() || Thread.currentThread().isInterrupted();
  }

  private record Told(Consumer<JsonNode> progress) implements Scrub.Watcher {
    @Override
    public void marked(int repositories, int manifests, int blobs) {
      progress.accept(ScrubJson.looking(repositories, manifests, blobs));
    }

    @Override
    public void verified(long blobs, long bytes, long ofBytes, Optional<Duration> left) {
      progress.accept(ScrubJson.reading(blobs, bytes, ofBytes, left));
    }
  }
}
