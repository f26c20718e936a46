package dev.lading.storage;

/**
 * A store makes large objects of parts, and this one would need more than it takes. Nothing of it
 * is visible.
 */
public final class TooManyParts extends StorageException {
  private final long limitBytes;

  /**
   * @param limitBytes what fits in the parts there can be
   */
  public TooManyParts(long limitBytes) {
    super("an object has at most " + limitBytes + " bytes here", null);
    this.limitBytes = limitBytes;
  }

  public long limitBytes() {
    return limitBytes;
  }
}
