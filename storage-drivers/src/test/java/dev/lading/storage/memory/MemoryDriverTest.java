package dev.lading.storage.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.storage.Key;
import dev.lading.storage.ObjectInfo;
import dev.lading.storage.StagedObject;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageDriverContract;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryDriverTest extends StorageDriverContract {
  @Override
  protected StorageDriver open() {
    return new MemoryDriver(InstantSource.system());
  }

  @Override
  protected List<String> residue() {
    return List.of();
  }

  @Override
  public boolean isPersistent() {
    return false;
  }

  @Test
  void publish_givesTheStoreTimeOfItsMoment() {
    Instant[] now = {Instant.EPOCH};
    MemoryDriver driver = new MemoryDriver(() -> now[0]);
    StagedObject staged = driver.stage(Key.of("staged"));
    now[0] = Instant.EPOCH.plus(Duration.ofDays(1));
    staged.publish(Key.of("published"));
    assertThat(driver.find(Key.of("published")))
        .contains(new ObjectInfo(0, Instant.EPOCH.plus(Duration.ofDays(1))));
  }
}
