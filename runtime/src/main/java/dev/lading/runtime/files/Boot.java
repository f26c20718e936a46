package dev.lading.runtime.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One run of the machine, from its start to its end.
 *
 * @param id what the kernel calls it
 * @see <a href="https://man7.org/linux/man-pages/man4/random.4.html">random(4), boot_id</a>
 */
public record Boot(String id) {
  private static final Path FILE = Path.of("/proc/sys/kernel/random/boot_id");

  public static Boot current() {
    try {
      return new Boot(Files.readString(FILE).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(FILE.toString(), e);
    }
  }
}
