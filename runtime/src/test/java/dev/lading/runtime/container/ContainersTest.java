package dev.lading.runtime.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.runtime.container.ContainerException.Ambiguous;
import dev.lading.runtime.container.ContainerException.NameTaken;
import dev.lading.runtime.container.ContainerException.Unknown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainersTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

  @TempDir private Path folder;
  private Containers containers = new Containers(Path.of("unset"));

  @BeforeEach
  void begin() {
    containers = new Containers(folder.resolve("containers"));
  }

  @Test
  void nothing_isThere_beforeTheFirst() {
    assertThat(containers.all()).isEmpty();
    assertThatThrownBy(() -> containers.get("a")).isInstanceOf(Unknown.class);
  }

  @Test
  void get_findsByNameAndByTheBeginningOfAnId() {
    containers.create(record("ab1", Optional.of("web"), NOW));
    containers.create(record("ab2", Optional.empty(), NOW.plusSeconds(1)));

    assertThat(containers.get("web").id().text()).startsWith("ab1");
    assertThat(containers.get("ab2").title()).isEqualTo("ab2000000000");
    assertThatThrownBy(() -> containers.get("ab")).isInstanceOf(Ambiguous.class);
    assertThatThrownBy(() -> containers.get("")).isInstanceOf(Unknown.class);
    assertThatThrownBy(() -> containers.get("../names")).isInstanceOf(Unknown.class);
    assertThat(containers.all())
        .extracting(each -> each.id().text().substring(0, 3))
        .containsExactly("ab2", "ab1");
  }

  @Test
  void records_comeBackAsTheyWere() {
    ContainerRecord record = record("ab1", Optional.of("web"), NOW);

    containers.create(record);

    assertThat(containers.get("web").recorded()).isEqualTo(record);
  }

  @Test
  void aName_isTakenOnce_howeverManyAsk() throws InterruptedException, ExecutionException {
    assertThat(taken("", 40)).isEqualTo(1);
    assertThat(containers.all()).hasSize(1);
  }

  @Test
  void aName_isTakenOnce_alsoOfAContainerThatWasRemovedByHand()
      throws InterruptedException, ExecutionException, IOException {
    for (int round = 0; round < 30; round++) {
      assertThat(taken("%02x".formatted(round), 8)).isEqualTo(1);

      FolderRemoval.of(containers.get("web").folder());
    }
  }

  /** How many of those that ask at once get the same name. */
  private int taken(String prefix, int many) throws InterruptedException, ExecutionException {
    List<Future<Boolean>> asked = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (int number = 0; number < many; number++) {
        ContainerRecord record = record(prefix + "%02d".formatted(number), Optional.of("web"), NOW);
        asked.add(threads.submit(() -> isCreated(record)));
      }
    }
    int taken = 0;
    for (Future<Boolean> each : asked) {
      taken += each.get() ? 1 : 0;
    }
    return taken;
  }

  private boolean isCreated(ContainerRecord record) {
    try {
      containers.create(record);
      return true;
    } catch (NameTaken _) {
      return false;
    }
  }

  @Test
  void remove_givesTheNameBack() {
    Container first = containers.create(record("ab1", Optional.of("web"), NOW));

    containers.remove(first);

    assertThat(containers.all()).isEmpty();
    containers.create(record("ab2", Optional.of("web"), NOW));
    containers.remove(first); // again: it has no claim to the name any more
    assertThat(containers.get("web").id().text()).startsWith("ab2");
  }

  @Test
  void aName_ofAContainerThatWasRemovedByHand_isFree() throws IOException {
    Container first = containers.create(record("ab1", Optional.of("web"), NOW));
    FolderRemoval.of(first.folder());

    containers.create(record("ab2", Optional.of("web"), NOW));

    assertThat(containers.get("web").id().text()).startsWith("ab2");
  }

  @Test
  void remove_takesWhatTheContainerForbadeUs_andNothingBehindLinks() throws IOException {
    Container container = containers.create(record("ab1", Optional.empty(), NOW));
    Path outside = Files.writeString(folder.resolve("outside"), "kept");
    Path closed = Files.createDirectories(container.folder().resolve("upper/closed/in"));
    Files.createSymbolicLink(closed.resolve("link"), folder);
    Files.setPosixFilePermissions(
        container.folder().resolve("upper/closed"), PosixFilePermissions.fromString("---------"));

    containers.remove(container);

    assertThat(container.folder()).doesNotExist();
    assertThat(outside).hasContent("kept");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "{\"id\":\"x\"}", "\u0000"})
  void aRecordThatCannotBeRead_isNone_andTheContainerIsStillThere(String text) throws IOException {
    Container container = containers.create(record("ab1", Optional.empty(), NOW));
    Files.writeString(container.folder().resolve(Containers.RECORD), text);

    Container found = containers.get("ab1");

    assertThat(found.record()).isEmpty();
    assertThatThrownBy(found::recorded).isInstanceOf(ContainerException.Damaged.class);
    containers.remove(found);
    assertThat(containers.all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // supervisor, pid, exit, state
        "-, -, -, created",
        "own, -, -, created",
        "own, 1, -, running",
        "gone, 1, -, lost",
        "gone, -, -, not started",
        "otherBoot, 1, -, lost",
        "otherStart, 1, -, lost",
        "torn, 1, -, lost",
        "own, 1, 7, exited (7)",
        "gone, 1, 7, exited (7)",
        "gone, -, 125, not started",
        "own, 1, torn, running",
        "own, '', -, created",
        "gone, '', -, not started",
        "gone, '', 1, not started",
      })
  void state_isWhatTheFilesTell(String supervisor, String pid, String exit, String word)
      throws IOException {
    Container container = containers.create(record("ab1", Optional.empty(), NOW));
    write(container, "supervisor", supervisor == null ? null : mark(supervisor));
    write(container, "pid", pid);
    write(container, "exit", exit == null ? null : exit.equals("torn") ? "1" : exit + "\n");

    assertThat(container.state(_ -> false).word()).isEqualTo(word);
  }

  @Test
  void state_withoutASupervisor_isTheRuntimesToTell() throws IOException {
    Container container = containers.create(record("ab1", Optional.empty(), NOW));
    write(container, "supervisor", mark("gone"));
    write(container, "pid", "1");

    assertThat(container.state(_ -> true))
        .isInstanceOfSatisfying(
            ContainerState.Running.class, running -> assertThat(running.supervised()).isFalse());
  }

  private static void write(Container container, String file, @Nullable String text)
      throws IOException {
    if (text != null) {
      Files.writeString(container.folder().resolve(file), text);
    }
  }

  /** As the supervisor writes it: of this process, or of one that is not there. */
  private static String mark(String kind) throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    String pid = Long.toString(ProcessHandle.current().pid());
    return switch (kind) {
      case "own" -> "%s %s %s\n".formatted(pid, fields[19], boot);
      case "gone" -> "%s %s %s\n".formatted("4194305", fields[19], boot);
      case "otherBoot" -> "%s %s %s\n".formatted(pid, fields[19], "0" + boot.substring(1) + "x");
      case "otherStart" -> "%s %s1 %s\n".formatted(pid, fields[19], boot);
      default -> pid;
    };
  }

  private static ContainerRecord record(String id, Optional<String> name, Instant created) {
    return new ContainerRecord(
        new ContainerId(id + "0".repeat(64 - id.length())),
        name,
        "localhost:5000/app:1",
        "sha256:" + "5".repeat(64),
        "/images/app",
        created,
        List.of("sh", "-c", "a \"quoted\" word"),
        "runc",
        15,
        false);
  }
}
