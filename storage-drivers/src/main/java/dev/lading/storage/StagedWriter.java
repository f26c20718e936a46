package dev.lading.storage;

import java.nio.ByteBuffer;

/** For stores where publishing costs nothing: the bytes are staged like any others. */
final class StagedWriter implements ObjectWriter {
  private final StagedObject staged;
  private final Key key;
  private final StagedAppend append;
  private boolean isComplete;

  /**
   * @param staged without bytes
   */
  StagedWriter(StagedObject staged, Key key) {
    this.staged = staged;
    this.key = key;
    this.append = staged.append(0);
  }

  @Override
  public void write(ByteBuffer bytes) {
    append.write(bytes);
  }

  @Override
  public void complete() {
    append.close();
    staged.publish(key);
    isComplete = true;
  }

  @Override
  public boolean isComplete() {
    return isComplete;
  }

  @Override
  public void close() {
    append.close();
  }
}
