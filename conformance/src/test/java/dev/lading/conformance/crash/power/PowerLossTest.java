package dev.lading.conformance.crash.power;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.lading.conformance.clients.Needs;
import dev.lading.conformance.crash.HttpReading;
import dev.lading.conformance.crash.Inspection;
import dev.lading.conformance.crash.Journal;
import dev.lading.conformance.crash.Wire;
import dev.lading.conformance.support.Directories;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.RegistryProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Whatever a power loss takes from the disk, what was acknowledged is there, and nothing is torn.
 */
@Needs("strace")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PowerLossTest {
  private static final Path MEMORY = Path.of("/dev/shm");

  private static final int CLIENTS = 4;

  private final Logger storeLog = (Logger) LoggerFactory.getLogger("dev.lading.content.store");
  private Recording recording;
  private Path scratch;

  @BeforeAll
  void record(@TempDir Path directory) throws IOException {
    scratch = Files.createTempDirectory(Files.isDirectory(MEMORY) ? MEMORY : directory, "lading");
    recording = Recording.of(directory, Scenario::everything);
    storeLog.setLevel(Level.OFF); // it tells of every torn link that it meets, and here are many
  }

  @AfterAll
  void removeImages() {
    storeLog.setLevel(null);
    Directories.deleteAll(scratch);
  }

  @Test
  void everythingAcknowledged_survivesEveryPowerLoss() throws IOException {
    var replay = new Replay(recording, scratch);

    assertThat(replay.faults()).isEmpty();
    assertThat(replay.inspected()).isGreaterThan(recording.journals().size() * 100);
  }

  @Test
  void anySync_whenForgotten_losesSomething() throws IOException {
    List<Sync> unneeded = new ArrayList<>();
    List<Sync> all = Sync.allServing(recording.events());
    for (Sync sync : all) {
      if (new Replay(recording, scratch).faultsWithout(sync.numbers()).isEmpty()) {
        unneeded.add(sync);
      }
    }

    assertThat(unneeded).isEmpty();
    assertThat(all).hasSizeGreaterThan(50);
  }

  @Test
  void everythingAcknowledgedAtOnce_survivesEveryPowerLoss(@TempDir Path directory)
      throws IOException {
    Recording together = Recording.of(directory, PowerLossTest::pushTogether);

    assertThat(new Replay(together, scratch).faults()).isEmpty();
  }

  @Test
  void server_startedOnWhatIsLeft_servesIt(@TempDir Path directory) throws IOException {
    var disk = new ModelDisk(recording.root());
    recording.events().forEach(disk::apply);
    int number = 0;
    for (PowerCut cut : PowerCut.extremes(disk)) {
      Path home = Files.createDirectory(directory.resolve("server" + number++));
      LadingServer server = LadingServer.in(home);
      cut.image().writeTo(Files.createDirectory(server.store()));

      assertThat(faultsServed(server)).as(cut.story()).isEmpty();
    }
  }

  private List<String> faultsServed(LadingServer server) {
    try (RegistryProcess process = server.start();
        Wire wire = new Wire(process)) {
      Journal journal = recording.journals().getFirst();
      return Inspection.of(new HttpReading(wire), journal.expectations()).faults();
    }
  }

  /** Each relies on what the others are just writing. */
  private static List<Journal> pushTogether(Wire wire) throws IOException {
    try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
      List<Future<Journal>> pushes =
          IntStream.range(0, CLIENTS)
              .mapToObj(
                  number -> clients.submit(() -> Scenario.sharedLayers(wire, "client/" + number)))
              .toList();
      List<Journal> journals = new ArrayList<>();
      for (Future<Journal> push : pushes) {
        journals.add(push.get());
      }
      return journals;
    } catch (ExecutionException | InterruptedException e) {
      throw new IOException("a client could not push", e);
    }
  }
}
