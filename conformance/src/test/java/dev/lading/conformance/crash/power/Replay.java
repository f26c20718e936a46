package dev.lading.conformance.crash.power;

import dev.lading.conformance.crash.Expectations;
import dev.lading.conformance.crash.Inspection;
import dev.lading.conformance.crash.Journal;
import dev.lading.conformance.crash.power.Event.Answered;
import dev.lading.conformance.crash.power.Event.SyncBegun;
import dev.lading.conformance.crash.power.Event.SyncEnded;
import dev.lading.conformance.support.Directories;
import dev.lading.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Cuts the power again and again in the course of a recording, and looks at what is left. Mutable,
 * for one thread.
 */
final class Replay {
  /** Where the driver writes what it renames: a name in there is no object's. */
  private static final Path TEMPORARY = Path.of("lading/tmp");

  private final Recording recording;
  private final Path scratch;
  private final Set<String> answered = new HashSet<>();
  private final Set<String> inspected = new HashSet<>();

  /**
   * @param scratch a directory for the images, best in memory
   */
  Replay(Recording recording, Path scratch) {
    this.recording = recording;
    this.scratch = scratch;
  }

  /** How many different images were looked at. */
  int inspected() {
    return inspected.size();
  }

  /** The faults at the first moment that has any. */
  List<String> faults() throws IOException {
    return faultsWithout(Set.of());
  }

  /**
   * The same for a server that forgot some syncs. As long as it has not forgotten any, it is not
   * looked at.
   *
   * @param forgotten the numbers of the syncs
   */
  List<String> faultsWithout(Set<Integer> forgotten) throws IOException {
    answered.clear();
    inspected.clear();
    var disk = new ModelDisk(recording.root());
    boolean affected = forgotten.isEmpty();
    for (Event event : recording.events()) {
      if (isOneOf(forgotten, event)) {
        affected = true;
        continue;
      }
      if (event instanceof Answered(String requestId, _)) {
        answered.add(requestId);
      }
      List<String> faults = affected ? faultsAround(event, disk) : List.of();
      if (!faults.isEmpty()) {
        return faults;
      }
      disk.apply(event);
    }
    return List.of();
  }

  /** What is unsynced is at its most before a sync; what is promised, after an answer. */
  private List<String> faultsAround(Event event, ModelDisk disk) throws IOException {
    return switch (event) {
      case SyncEnded _ -> inspect(PowerCut.extremes(disk));
      case Answered _ -> inspect(PowerCut.all(disk, TEMPORARY));
      default -> List.of();
    };
  }

  private static boolean isOneOf(Set<Integer> syncs, Event event) {
    return switch (event) {
      case SyncBegun(int sync, _) -> syncs.contains(sync);
      case SyncEnded(int sync) -> syncs.contains(sync);
      default -> false;
    };
  }

  private List<String> inspect(List<PowerCut> cuts) throws IOException {
    for (PowerCut cut : cuts) {
      if (inspected.add(answered.size() + " " + cut.image().fingerprint())) {
        List<String> faults = inspect(cut.image());
        if (!faults.isEmpty()) {
          return describe(cut, faults);
        }
      }
    }
    return List.of();
  }

  private List<String> describe(PowerCut cut, List<String> faults) {
    var lines = new ArrayList<String>();
    lines.add("after %d answers the power went; %s".formatted(answered.size(), cut.story()));
    lines.addAll(faults);
    return lines;
  }

  private List<String> inspect(DiskImage image) throws IOException {
    List<String> torn = Links.faults(image);
    if (!torn.isEmpty()) {
      return torn;
    }
    Path root = Files.createTempDirectory(scratch, "image");
    try {
      image.writeTo(root);
      return faultsIn(root);
    } finally {
      Directories.deleteAll(root);
    }
  }

  private List<String> faultsIn(Path root) {
    try (StoreReading reading = StoreReading.open(root)) {
      List<String> faults = new ArrayList<>();
      for (Journal journal : recording.journals()) {
        Expectations expectations = journal.expectations(answered::contains);
        faults.addAll(Inspection.of(reading, expectations).faults());
      }
      return faults;
    } catch (StorageException e) {
      return List.of("the store cannot be opened: " + e);
    }
  }
}
