package dev.lading.conformance.crash.power;

import java.nio.file.Path;

/** What a traced server did to its disk, or told a client, in the order it happened. */
sealed interface Event {
  /** A change of the disk, not durable yet. */
  sealed interface Change extends Event {}

  /** A file is there; made empty if it was not. */
  record Created(Path file) implements Change {}

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Written(Path file, long offset, byte[] bytes) implements Change {}

  record Resized(Path file, long size) implements Change {}

  record Renamed(Path from, Path to) implements Change {}

  record Linked(Path file, Path name) implements Change {}

  record FileRemoved(Path file) implements Change {}

  record DirectoryMade(Path directory) implements Change {}

  record DirectoryRemoved(Path directory) implements Change {}

  /** A sync of a file or directory begins: it covers what happened before, and nothing later. */
  record SyncBegun(int sync, Path path) implements Event {}

  /** What the sync covers is durable. */
  record SyncEnded(int sync) implements Event {}

  /** An answer leaves the server. */
  record Answered(String requestId, int status) implements Event {}
}
