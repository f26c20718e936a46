package dev.lading.runtime.posix;

import java.util.Locale;

/** The processors whose call numbers are known, and the flags of {@code open} that differ. */
enum Architecture {
  X86_64(0x10000, 0x20000),
  AARCH64(0x4000, 0x8000);

  private final int directory;
  private final int noFollow;

  Architecture(int directory, int noFollow) {
    this.directory = directory;
    this.noFollow = noFollow;
  }

  /**
   * @param os the property {@code os.name}
   * @param processor the property {@code os.arch}
   * @throws PosixException.UnknownMachine when it is another than those
   */
  static Architecture of(String os, String processor) {
    if (!os.equals("Linux")) {
      throw new PosixException.UnknownMachine(os, processor);
    }
    return switch (processor.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> X86_64;
      case "aarch64", "arm64" -> AARCH64;
      default -> throw new PosixException.UnknownMachine(os, processor);
    };
  }

  /** {@code O_DIRECTORY}. */
  int directory() {
    return directory;
  }

  /** {@code O_NOFOLLOW}. */
  int noFollow() {
    return noFollow;
  }
}
