package dev.lading.content.claim;

import dev.lading.storage.Key;
import dev.lading.storage.ObjectInfo;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageUnavailable;
import java.io.FileNotFoundException;
import java.time.Instant;

/**
 * The store's own time, the only one that ages of objects are computed with: ours may be wrong, and
 * must not make everything look old. Each look writes one small object and asks when that was.
 */
public final class StoreClock {
  private final StorageDriver driver;
  private final Key scratch;

  /**
   * @param scratch written each time; nobody reads what is in it
   */
  public StoreClock(StorageDriver driver, Key scratch) {
    this.driver = driver;
    this.scratch = scratch;
  }

  public Instant now() {
    driver.writeTransient(scratch, new byte[0]);
    return driver
        .find(scratch)
        .map(ObjectInfo::storeTime)
        .orElseThrow(
            () ->
                new StorageUnavailable(
                    "what was just written is not there",
                    new FileNotFoundException(scratch.path())));
  }
}
