package dev.lading.storage.s3;

import org.junit.jupiter.api.AfterAll;

/** Over the server inside these tests. */
class S3DriverTest extends S3Contract {
  private final LocalS3 server;

  S3DriverTest() throws Exception {
    LocalS3 started = LocalS3.start();
    super(started.settings("contract"));
    this.server = started;
  }

  @AfterAll
  void stop() throws Exception {
    server.stop();
  }
}
