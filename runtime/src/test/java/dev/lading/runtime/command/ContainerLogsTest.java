package dev.lading.runtime.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a detached container says is kept, and never stops it. */
class ContainerLogsTest extends ContainerTest {
  @ParameterizedTest
  @ValueSource(strings = {"runc", "bwrap", "unshare"})
  void manyShortWords_areAllKept(String backend) {
    ContainerPrograms.need(backend);
    detach(
        backend, "i=0; while [ $i -lt 600 ]; do echo $i || exit 9; i=$((i+1)); usleep 1000; done");

    String said = programs.lading("logs", "-f", "chatty").out();

    assertThat(said.lines()).hasSize(600).last().isEqualTo("599");
    assertThat(programs.lading("ps", "-a").out()).contains("exited (0)");
  }

  @Test
  void whatIsSaidLast_isFollowedToItsEnd() {
    ContainerPrograms.need("runc");
    detach("runc", "head -c 3000000 /dev/zero; echo; echo last");

    assertThat(programs.lading("logs", "-f", "chatty").out()).hasSize(3_000_006).endsWith("last\n");
  }

  @Test
  void theLastSixteenMebibytes_areKept() throws IOException {
    ContainerPrograms.need("runc");
    detach("runc", "echo first; head -c 40000000 /dev/zero; echo; echo last");

    assertThat(programs.lading("logs", "-f", "chatty").exit()).isZero();

    Path container = programs.container(programs.ids().getFirst());
    assertThat(Files.size(container.resolve("log.1"))).isEqualTo(16 << 20);
    assertThat(Files.size(container.resolve("log"))).isLessThanOrEqualTo(16 << 20);
    assertThat(Files.readString(container.resolve("log"))).endsWith("last\n");
  }

  @Test
  void aFullDisk_stopsNobody_andTheGapIsTold() throws IOException {
    ContainerPrograms.need("runc");
    Path data = Files.createDirectories(folder.resolve("data"));
    mount("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", data.toString());
    try {
      detach("runc", "head -c 4000000 /dev/zero; echo; while :; do echo on; usleep 100000; done");
      Path container = programs.container(programs.ids().getFirst());
      await(() -> data.toFile().getUsableSpace() == 0);

      Files.write(container.resolve("log"), new byte[0]);

      await(() -> programs.lading("logs", "chatty").out().endsWith("on\non\n"));
      assertThat(programs.lading("logs", "chatty").out()).contains("something is missing here");
      assertThat(programs.lading("ps").out()).contains("running");
      programs.removeAll();
    } finally {
      mount("umount", "-l", data.toString());
    }
  }

  private void mount(String... command) {
    assertThat(programs.run("", List.of(command)).exit()).isZero();
  }

  private void detach(String backend, String script) {
    assertThat(
            programs
                .lading(
                    "run",
                    "-d",
                    "--name",
                    "chatty",
                    "--runtime",
                    backend,
                    programs.image(),
                    "sh",
                    "-c",
                    script)
                .exit())
        .isZero();
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it did not come to pass");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
