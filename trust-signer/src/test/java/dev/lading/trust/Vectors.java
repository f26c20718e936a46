package dev.lading.trust;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** What the real tools wrote; the README beside the files says how. */
public final class Vectors {
  public static final Instant NOW = Instant.parse("2026-11-21T00:00:00Z");

  private Vectors() {}

  public static byte[] bytes(String path) {
    try (InputStream in = Vectors.class.getResourceAsStream("vectors/" + path)) {
      if (in == null) {
        throw new IllegalArgumentException("no vector " + path);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static boolean exists(String path) {
    return Vectors.class.getResource("vectors/" + path) != null;
  }

  public static List<String> lines(String path) {
    return new String(bytes(path), StandardCharsets.UTF_8).lines().toList();
  }
}
