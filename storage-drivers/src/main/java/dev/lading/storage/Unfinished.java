package dev.lading.storage;

import java.time.Instant;
import java.util.List;

/**
 * Writes that never ended and whose bytes no listing shows.
 *
 * @param removed their bytes are gone
 * @param left could not be removed, and are there for the next time
 */
public record Unfinished(List<Write> removed, List<Left> left) {
  public static final Unfinished NONE = new Unfinished(List.of(), List.of());

  public Unfinished {
    removed = List.copyOf(removed);
    left = List.copyOf(left);
  }

  /**
   * One write.
   *
   * @param object as the store names what it would have become
   * @param begun by the store's clock
   */
  public record Write(String object, Instant begun) {}

  /** One that stays, and why. */
  public record Left(Write write, StorageException reason) {}
}
