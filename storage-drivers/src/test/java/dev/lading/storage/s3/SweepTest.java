package dev.lading.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.storage.Key;
import dev.lading.storage.Unfinished;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Multipart uploads that were left by somebody. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one server for all
class SweepTest {
  private final LocalS3 server;
  private final S3Driver driver;

  SweepTest() throws Exception {
    server = LocalS3.start();
    driver = server.open();
  }

  @AfterAll
  void stop() throws Exception {
    driver.close();
    server.stop();
  }

  @Test
  void removeUnfinished_abortsTheOldOnesBelowThePrefix_andNoOthers() {
    Bucket bucket = server.store().bucket();
    Multipart.begin(bucket, "registry-v2/docker/a/data").upload(1, Body.of(new byte[10]));
    Multipart.begin(bucket, "registry-v2/docker/b/data");
    Multipart elsewhere = Multipart.begin(bucket, "registry-v2/other/data");
    Multipart others = Multipart.begin(bucket, "else/docker/data");

    Instant hourAgo = Instant.now().minus(Duration.ofHours(1));
    assertThat(driver.removeUnfinished(Key.of("docker"), hourAgo).removed()).isEmpty();
    Instant soon = Instant.now().plus(Duration.ofHours(1));
    Unfinished found = driver.removeUnfinished(Key.of("docker"), soon);
    assertThat(found.removed())
        .extracting(Unfinished.Write::object)
        .containsExactlyInAnyOrder("registry-v2/docker/a/data", "registry-v2/docker/b/data");
    assertThat(found.left()).isEmpty();
    assertThat(server.content())
        .containsExactlyInAnyOrder("registry-v2/other/data", "else/docker/data");

    elsewhere.abort();
    others.abort();
    assertThat(server.content()).isEmpty();
  }
}
