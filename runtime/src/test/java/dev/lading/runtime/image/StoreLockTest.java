package dev.lading.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.Algorithm;
import dev.lading.content.Digest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileLock;
import java.nio.channels.FileLockInterruptionException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another program is kept from, and what it is not. */
class StoreLockTest {
  private static final Digest ONE = Digest.of(Algorithm.SHA256, new byte[] {1});
  private static final Digest OTHER = Digest.of(Algorithm.SHA256, new byte[] {2});

  private final Path file;
  @AutoClose private final StoreLock lock;

  StoreLockTest(@TempDir Path folder) {
    this.file = folder.resolve("lock");
    this.lock = StoreLock.open(file);
  }

  /** Two pulls of two layers each, of which every one fetches what the other wants next. */
  @Test
  void programsThatWaitForThreadsOfEachOther_areNotRefused() throws Exception {
    FileLock one = lock.fetching(ONE);
    Process process = program();
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).isEqualTo("has the other, asks for the one");
      CompletableFuture<FileLock> other = CompletableFuture.supplyAsync(() -> lock.fetching(OTHER));
      assertThat(other).isNotDone();
      one.close();
      assertThat(said.readLine()).isEqualTo("had both");
      other.get().close();
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void whoeverIsInterrupted_waitsNoLonger() throws Exception {
    FileLock one = lock.fetching(ONE);
    Process process = program();
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(said.readLine()).startsWith("has the other");
      Thread.currentThread().interrupt();

      assertThatThrownBy(() -> lock.fetching(OTHER))
          .isInstanceOf(UncheckedIOException.class)
          .hasCauseInstanceOf(FileLockInterruptionException.class);

      assertThat(Thread.interrupted()).isTrue();
    } finally {
      process.destroyForcibly().waitFor();
    }
    lock.fetching(OTHER).close();
    one.close();
  }

  private Process program() throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                file.toString()))
        .redirectError(Redirect.INHERIT)
        .start();
  }

  /** Another program, which wants both in the other order. */
  static final class Program {
    private Program() {}

    public static void main(String[] arguments) throws IOException {
      try (StoreLock lock = StoreLock.open(Path.of(arguments[0]));
          FileLock _ = lock.fetching(OTHER)) {
        say("has the other, asks for the one");
        lock.fetching(ONE).close();
        say("had both");
      }
    }

    private static void say(String line) {
      System.out.println(line);
      System.out.flush();
    }
  }
}
