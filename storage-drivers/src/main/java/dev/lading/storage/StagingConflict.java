package dev.lading.storage;

/** An append did not start where the staged bytes end; nothing was written. */
public final class StagingConflict extends StorageException {
  private final long offset;
  private final long size;

  public StagingConflict(long offset, long size) {
    super("an append at " + offset + " to a staged object of " + size + " bytes", null);
    this.offset = offset;
    this.size = size;
  }

  public long offset() {
    return offset;
  }

  public long size() {
    return size;
  }
}
