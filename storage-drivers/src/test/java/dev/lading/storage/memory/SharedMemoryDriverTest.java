package dev.lading.storage.memory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.storage.Fence;
import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageDriverContract;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** As a store that others write to as well. */
class SharedMemoryDriverTest extends StorageDriverContract {
  private static final Key KEY = Key.of("test", "a");

  @Override
  protected StorageDriver open() {
    return MemoryDriver.shared(InstantSource.system());
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
  void fence_removesUntilTheEndOfItsWindow_andNothingAfterIt() {
    Instant[] now = {Instant.EPOCH};
    MemoryDriver shared = MemoryDriver.shared(() -> now[0]);
    Fence fence = shared.fence(Duration.ofSeconds(20));
    shared.write(KEY, "x".getBytes(UTF_8));
    now[0] = now[0].plusSeconds(20);
    assertThat(fence.delete(KEY)).isTrue();
    shared.write(KEY, "y".getBytes(UTF_8));
    now[0] = now[0].plusNanos(1);
    assertThat(fence.delete(KEY)).isFalse();
    assertThat(shared.read(KEY, 1)).contains("y".getBytes(UTF_8));
    assertThat(shared.fence(Duration.ofSeconds(1)).delete(KEY)).isTrue();
  }

  /** A window that has ended says nothing of what is there. */
  @Test
  void fence_afterItsWindow_isNotSureOfNothingEither() {
    Instant[] now = {Instant.EPOCH};
    Fence fence = MemoryDriver.shared(() -> now[0]).fence(Duration.ofSeconds(1));
    now[0] = now[0].plusSeconds(2);
    assertThat(fence.delete(KEY)).isFalse();
  }
}
