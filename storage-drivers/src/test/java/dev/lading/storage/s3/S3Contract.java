package dev.lading.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageDriverContract;
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
