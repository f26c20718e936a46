package dev.lading.runtime.unpack;

/**
 * How much of an image is unpacked, all layers together.
 *
 * @param bytes of the tars, and also of the files with their holes
 * @param entries files of any type, directories that are only implied included
 * @param nameBytes of one path or of where a link leads
 * @param extendedHeaderBytes of what a tar says of one entry beside its header
 */
public record Limits(long bytes, long entries, int nameBytes, int extendedHeaderBytes) {
  public Limits {
    if (bytes < 0 || entries < 0 || nameBytes < 1 || extendedHeaderBytes < 0) {
      throw new IllegalArgumentException("no limit is below nothing");
    }
  }

  /** More than any image has, and less than a disk. Names are as long as Linux has them. */
  public static Limits usual() {
    return new Limits(64L << 30, 2_000_000, 4095, 1 << 20);
  }
}
