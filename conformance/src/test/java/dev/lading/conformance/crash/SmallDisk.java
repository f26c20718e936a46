package dev.lading.conformance.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file system of a few MiB, in memory, with a way to take room from it and give it back. */
final class SmallDisk implements AutoCloseable {
  private final Path mountPoint;

  private SmallDisk(Path mountPoint) {
    this.mountPoint = mountPoint;
  }

  /**
   * @param mountPoint exists, and is empty
   */
  static SmallDisk mount(Path mountPoint, int sizeMebibytes) {
    run(
        "mount",
        "-t",
        "tmpfs",
        "-o",
        "size=" + sizeMebibytes + "m",
        "lading",
        mountPoint.toString());
    return new SmallDisk(mountPoint);
  }

  /** Takes room, until {@link #giveBack}. */
  void take(int bytes) {
    try {
      Files.write(filler(), new byte[bytes]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void giveBack() {
    try {
      Files.delete(filler());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    run("umount", mountPoint.toString());
  }

  private Path filler() {
    return mountPoint.resolve("not-the-registrys");
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(List.of(command) + ", which only root may: " + output);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
