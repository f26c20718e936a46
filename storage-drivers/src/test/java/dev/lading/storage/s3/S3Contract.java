package dev.lading.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.storage.Fence;
import dev.lading.storage.Key;
import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageDriverContract;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The contract over one store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one bucket for all
abstract class S3Contract extends StorageDriverContract {
  private final S3Settings settings;
  private final TestBucket bucket;

  S3Contract(S3Settings settings) {
    this.settings = settings;
    this.bucket = new TestBucket(settings);
  }

  @AfterAll
  void letGo() {
    bucket.close();
  }

  @Test
  void probe_findsNothingThatIsMissing() {
    try (S3Driver driver = S3Driver.open(settings, new Random())) {
      assertThat(driver.probe(InstantSource.system())).noneMatch(Finding::isFatal);
    }
  }

  /** By the store's clock, for real. */
  @Test
  void fence_afterItsWindow_removesNothing() {
    Key key = Key.of("test", "late");
    driver().write(key, new byte[1]);
    Fence fence = driver().fence(Fence.SHORTEST);
    Instant begun = storeTime();
    Instant now;
    do {
      now = storeTime();
    } while (!now.isAfter(begun.plusSeconds(2)));
    assertThat(fence.delete(key)).isFalse();
    assertThat(driver().find(key)).isPresent();
    assertThat(driver().fence(Duration.ofMinutes(1)).delete(key)).isTrue();
  }

  private Instant storeTime() {
    Key clock = Key.of("test", "clock");
    driver().write(clock, new byte[0]);
    return driver().find(clock).orElseThrow().storeTime();
  }

  @Override
  protected StorageDriver open() {
    return S3Driver.open(settings, new Random());
  }

  @Override
  protected List<String> residue() {
    return bucket.content();
  }

  @Override
  public boolean showsStagedObjects() {
    return false;
  }

  @Override
  public boolean holdsOpenedObjects() {
    return false;
  }
}
