package dev.lading.storage;

/** An object that was to be read whole is larger than its reader allows. */
public final class ObjectTooLarge extends StorageException {

  private final Key key;

  private final long size;
  private final int limit;

  public ObjectTooLarge(Key key, long size, int limit) {
    super(key + " has " + size + " bytes; at most " + limit + " are read", null);
    this.key = key;
    this.size = size;
    this.limit = limit;
  }

  public Key key() {
    return key;
  }

  public long size() {
    return size;
  }

  public int limit() {
    return limit;
  }
}
