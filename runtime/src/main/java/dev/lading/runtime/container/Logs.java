package dev.lading.runtime.container;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a detached container said: the last 16 MiB at least, and twice that at most. */
public final class Logs {
  private static final int TAIL_BYTES = 1 << 13;

  private Logs() {}

  /** Those that are there, the oldest first; may be empty. */
  public static List<Path> of(Container container) {
    return Stream.of("log.1", "log")
        .map(container.folder()::resolve)
        .filter(Files::exists)
        .toList();
  }

  /** The end of it; empty when nothing was said. */
  static String tail(Container container) throws IOException {
    Path log = container.folder().resolve("log");
    if (!Files.exists(log)) {
      return "";
    }
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      file.seek(Math.max(0, file.length() - TAIL_BYTES));
      byte[] bytes = new byte[(int) Math.min(TAIL_BYTES, file.length())];
      file.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
