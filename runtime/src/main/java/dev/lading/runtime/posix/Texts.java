package dev.lading.runtime.posix;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** Texts that the kernel writes into memory. */
final class Texts {
  private Texts() {}

  static RawName until0(MemorySegment memory, long offset) {
    return new RawName(memory.getString(offset, StandardCharsets.ISO_8859_1));
  }
}
