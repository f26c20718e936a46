package dev.lading.storage.s3;

import java.time.Duration;

/**
 * What the uploads of a driver may hold in memory.
 *
 * @param room for all of them
 * @param chunkBytes for one: what is sent with one request
 */
record Memory(Room room, int chunkBytes) {
  /** What stores ask of each part of an object but the last. */
  static final int LEAST_CHUNK_BYTES = 5 << 20;

  /** How many full chunks there is to be room for. */
  private static final int CHUNKS = 4;

  /**
   * A chunk is as large as asked for if there is room for several, and never smaller than stores
   * take; there is room for one in any case.
   */
  static Memory of(long bytes, int wantedChunkBytes, Duration longestWait) {
    int chunkBytes =
        Math.clamp(
            bytes / CHUNKS, LEAST_CHUNK_BYTES, Math.max(LEAST_CHUNK_BYTES, wantedChunkBytes));
    return new Memory(
        new Room(Math.max(bytes, chunkBytes + Room.PIECE_BYTES), longestWait), chunkBytes);
  }

  /** As much in one chunk as there is room for two of. */
  int largestChunkBytes() {
    return Math.max(chunkBytes, room.bytes() / 2);
  }
}
