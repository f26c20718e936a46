package dev.lading.storage.filesystem;

import static dev.lading.storage.filesystem.Root.parent;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.lading.storage.Durability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Strict durability against every disk that POSIX allows after a power loss at any moment: the
 * promises hold, and they do not if any one sync is left out. So there is none too few, and none
 * too many.
 */
class PowerLossTest {
  @TempDir private Path directory;

  /** What is done to a store; each is there for a reason to sync. */
  @SuppressWarnings("ImmutableEnumChecker") // The lambdas capture nothing.
  enum Scenario {
    WRITE_INTO_NEW_DIRECTORIES(
        store -> {
          store.open();
          store.write("a/b/c/link", "first");
        }),
    WRITE_INTO_OLD_DIRECTORIES(
        store -> {
          store.open();
          store.write("a/b/1", "first");
          store.write("a/b/2", "second");
          store.write("a/3", "third");
        }),
    OVERWRITE(
        store -> {
          store.open();
          store.write("a/link", "old and longer");
          store.write("a/link", "new");
        }),
    WRITE_IF_ABSENT(
        store -> {
          store.open();
          store.writeIfAbsent("a/b/1", "first");
          store.writeIfAbsent("a/b/2", "second");
          store.relyOnBeingSecond("a/b/1", "first");
        }),
    PUBLISH(
        store -> {
          store.open();
          store.publish("up/1/data", "blobs/x/data", "bytes");
          store.publish("up/2/data", "blobs/y/data", "other");
          store.publish("up/3/data", "blobs/x/data", "again");
        }),
    COPY(
        store -> {
          store.open();
          store.publish("up/1/data", "blobs/x/data", "bytes");
          store.copy("blobs/x/data", "trash/x/1", "bytes");
          store.delete("blobs/x/data");
          store.copy("trash/x/1", "blobs/x/data", "bytes");
          store.copy("trash/x/1", "blobs/x/data", "bytes");
        },
        12),
    DELETE_THE_LAST(
        store -> {
          store.open();
          store.write("a/b/c", "first");
          store.delete("a/b/c");
        }),
    DELETE_ONE_OF_TWO(
        store -> {
          store.open();
          store.write("a/b/c", "first");
          store.write("a/b/d", "second");
          store.delete("a/b/c");
        }),
    DELETE_WHAT_ANOTHER_IS_DELETING(
        store -> {
          store.open();
          store.write("a/b/c", "first");
          store.write("a/d", "second");
          store.disk().beforeNextDirectorySync(() -> store.delete("a/b/c"));
          store.delete("a/b/c");
        },
        8),
    DELETE_BELOW(
        store -> {
          store.open();
          store.write("tags/v1/current/link", "first");
          store.write("tags/v1/index/x/link", "first");
          store.write("tags/v2/current/link", "second");
          store.deleteBelow("tags/v1", "tags/v1/current/link", "tags/v1/index/x/link");
        }),
    DIRECTORIES_REMOVED_AND_MADE_AGAIN(
        store -> {
          store.open();
          store.write("a/b/1", "first");
          store.delete("a/b/1");
          store.write("a/b/2", "second");
          store.deleteBelow("a", "a/b/2");
          store.write("a/b/3", "third");
        }),
    DIRECTORIES_REMOVED_AND_MADE_AGAIN_BY_ANOTHER(
        store -> {
          store.open();
          store.write("a/b/1", "first");
          store
              .disk()
              .beforeNextDirectorySync(
                  () -> {
                    store.deleteBelow("a", "a/b/1");
                    store.write("a/b/3", "third");
                  });
          store.writeUnpromised("a/b/2", "second");
          store.write("a/b/4", "fourth");
        },
        5,
        11),
    DIRECTORIES_MADE_BY_A_TRANSIENT_WRITE(
        store -> {
          store.open();
          store.writeTransient("a/b/note", "whatever");
          store.write("a/b/c/link", "first");
        }),
    DIRECTORIES_MADE_BEFORE_THE_PROCESS_WAS_KILLED(
        store -> {
          store.open();
          store.writeTransient("a/b/note", "whatever");
          store.kill();
          store.open();
          store.write("a/b/link", "first");
        },
        0,
        1,
        4,
        5),
    READ_WHAT_ANOTHER_IS_WRITING(
        store -> {
          store.open();
          store.disk().beforeNextDirectorySync(() -> store.rely("a/b/c"));
          store.write("a/b/c", "first");
        },
        5,
        6,
        7),
    LOSE_TO_ANOTHER_THAT_IS_WRITING(
        store -> {
          store.open();
          store.disk().beforeNextDirectorySync(() -> store.relyOnBeingSecond("a/b/c", "first"));
          store.writeIfAbsent("a/b/c", "first");
        },
        5,
        6,
        7),
    READ_WHAT_A_KILLED_PROCESS_WROTE(
        store -> {
          store.open(Durability.RELAXED);
          store.writeTransient("a/b/c", "first");
          store.kill();
          store.open();
          store.rely("a/b/c");
        },
        0),
    READ_WHAT_A_RELAXED_PROCESS_WROTE(
        store -> {
          store.open(Durability.RELAXED);
          store.writeTransient("a/b/c", "first");
          store.close();
          store.open();
          store.rely("a/b/c");
        },
        0),
    READ_WHAT_A_FOREIGN_PROCESS_WROTE(
        store -> {
          writeAsDistribution(store);
          store.open();
          store.rely("docker/data");
        },
        0,
        1);

    private final Consumer<PromisedStore> steps;
    private final Set<Integer> spare;

    /**
     * @param spare the numbers, from 0, of the syncs that are not missed: another thread or the
     *     process after a kill repeats them, or nobody was promised what they are for
     */
    Scenario(Consumer<PromisedStore> steps, Integer... spare) {
      this.steps = steps;
      this.spare = Set.of(spare);
    }

    /** Returns how many syncs there were. */
    int run(Path directory, int forgottenSync) {
      PromisedStore store = new PromisedStore(directory, forgottenSync);
      try {
        steps.accept(store);
        return store.disk().syncs();
      } finally {
        store.close();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void promises_surviveEveryPowerLoss(Scenario scenario) {
    assertThatCode(() -> scenario.run(fresh("all"), -1)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void promises_doNotHold_withAnyOneSyncLess(Scenario scenario) throws IOException {
    int syncs = scenario.run(fresh("all"), -1);
    Set<Integer> notMissed = new TreeSet<>();
    for (int forgotten = 0; forgotten < syncs; forgotten++) {
      if (holdsWithout(forgotten, scenario)) {
        notMissed.add(forgotten);
      }
    }
    assertThat(notMissed).isEqualTo(scenario.spare);
  }

  private boolean holdsWithout(int forgottenSync, Scenario scenario) throws IOException {
    try {
      scenario.run(fresh("without" + forgottenSync), forgottenSync);
      return true;
    } catch (PromisedStore.Broken _) {
      return false;
    }
  }

  private Path fresh(String name) throws IOException {
    return Files.createDirectory(directory.toRealPath().resolve(name));
  }

  /** The bytes are synced, the names are not. */
  private static void writeAsDistribution(PromisedStore store) {
    Disk disk = store.disk();
    Path file = store.path("docker/data");
    Path directory = parent(file);
    Path root = parent(directory);
    try {
      disk.makeDirectory(root);
      disk.syncDirectories(List.of(parent(root)));
      disk.makeDirectory(directory);
      try (Disk.WritableFile open = disk.create(file)) {
        open.write(ByteBuffer.wrap("bytes".getBytes(UTF_8)), 0);
        open.sync();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
