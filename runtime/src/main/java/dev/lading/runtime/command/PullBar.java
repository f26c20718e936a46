package dev.lading.runtime.command;

import dev.lading.content.Descriptor;
import dev.lading.runtime.pull.Progress;
import dev.lading.runtime.unpack.Unpacked;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Shows a pull: on a terminal as a bar that grows, elsewhere as a line for each blob. Safe for
 * several threads.
 */
final class PullBar implements Progress {
  private static final int WIDTH = 30;
  private static final Duration PACE = Duration.ofMillis(100);
  private static final double MEGABYTE = 1e6;

  private final PrintWriter err;
  private final boolean isTerminal;
  private final InstantSource clock;
  private long bytes;
  private long allBytes;
  private int blobs;
  private int allBlobs;
  private long nextMillis;

  private PullBar(PrintWriter err, boolean isTerminal, InstantSource clock) {
    this.err = err;
    this.isTerminal = isTerminal;
    this.clock = clock;
  }

  static Progress of(boolean quiet, Surroundings surroundings, PrintWriter err) {
    return quiet
        ? Progress.NONE
        : new PullBar(err, surroundings.terminal().isPresent(), surroundings.clock());
  }

  @Override
  public synchronized void begins(List<Descriptor> missing) {
    bytes = 0;
    blobs = 0;
    allBlobs = missing.size();
    allBytes = missing.stream().mapToLong(Descriptor::size).sum();
  }

  @Override
  public synchronized void came(Descriptor blob, long count) {
    bytes += count;
    long now = clock.millis();
    if (isTerminal && allBlobs > 0 && now >= nextMillis) {
      nextMillis = now + PACE.toMillis();
      draw();
    }
  }

  @Override
  public synchronized void fetched(Descriptor blob) {
    if (allBlobs == 0) {
      return; // a config, which is no line's worth
    }
    blobs++;
    if (isTerminal) {
      draw();
    } else {
      err.printf("%s  %.1f MB%n", blob.digest(), blob.size() / MEGABYTE);
      err.flush();
    }
  }

  @Override
  public synchronized void unpacked(Unpacked result) {
    if (result.devicesLeftOut() + result.attributesLeftOut() > 0) {
      clear();
      err.printf(
          "lading: %d devices and %d file attributes were left out, which only root may make.%n",
          result.devicesLeftOut(), result.attributesLeftOut());
      err.flush();
    }
  }

  @Override
  public synchronized void ends() {
    clear();
  }

  private void draw() {
    int full = allBytes == 0 ? WIDTH : (int) Math.min(WIDTH, WIDTH * bytes / allBytes);
    err.printf(
        "\r[%s%s] %.1f of %.1f MB, %d of %d layers\u001b[K",
        "=".repeat(full),
        " ".repeat(WIDTH - full),
        bytes / MEGABYTE,
        allBytes / MEGABYTE,
        blobs,
        allBlobs);
    err.flush();
  }

  private void clear() {
    if (isTerminal && allBlobs > 0) {
      err.print("\r\u001b[K");
      err.flush();
    }
  }
}
