package dev.lading.storage.s3;

import dev.lading.storage.StorageDriver;
import dev.lading.storage.StorageDriverContract;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one server for all
class S3DriverTest extends StorageDriverContract {
  private final LocalS3 server;

  S3DriverTest() throws Exception {
    server = LocalS3.start();
  }

  @AfterAll
  void stop() throws Exception {
    server.stop();
  }

  @Override
  protected StorageDriver open() {
    return server.open();
  }

  @Override
  protected List<String> residue() {
    return server.content();
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
