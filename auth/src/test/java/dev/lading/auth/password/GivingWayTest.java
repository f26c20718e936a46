package dev.lading.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class GivingWayTest {
  /** The 19th field of {@code proc_pid_stat(5)}; the second is a name in parentheses. */
  private static final int NICE = 19 - 3;

  @Test
  void threads_areBehindOthers_andLeaveTheirMakerWhereItIs() throws Exception {
    int before = niceness();
    CompletableFuture<Integer> inside = new CompletableFuture<>();

    Thread thread = new GivingWay().newThread(() -> inside.complete(niceness()));
    thread.start();

    assertThat(inside.get()).isEqualTo(Math.max(before, 10));
    assertThat(niceness()).isEqualTo(before);
    assertThat(thread.isDaemon()).isTrue();
  }

  private static int niceness() {
    try {
      String line = Files.readString(Path.of("/proc/thread-self/stat"));
      return Integer.parseInt(line.substring(line.lastIndexOf(')') + 2).split(" ", -1)[NICE]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
