package dev.lading.runtime.container;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a small program to its end. */
final class Programs {
  private static final long PATIENCE_SECONDS = 30;
  private static final int OUTPUT_LIMIT_BYTES = 1 << 20;

  private Programs() {}

  /**
   * @param output what it printed, and what it complained of
   */
  record Ended(int code, String output) {}

  /** What it prints is small: more than the limit stays unread. */
  static Ended run(List<String> command, Path folder) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .start();
    try (var in = process.getInputStream()) {
      byte[] output = in.readNBytes(OUTPUT_LIMIT_BYTES);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(command.getFirst() + " does not end");
      }
      return new Ended(process.exitValue(), new String(output, StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(command.getFirst() + " was not waited for", e);
    } finally {
      process.destroyForcibly();
    }
  }
}
