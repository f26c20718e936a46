package dev.lading.storage;

/** A staged object was published, discarded or lost meanwhile: its writer has to begin anew. */
public final class StagedObjectGone extends StorageException {
  private final Key key;

  public StagedObjectGone(Key key) {
    super("the staged object " + key + " is gone", null);
    this.key = key;
  }

  public Key key() {
    return key;
  }
}
