package dev.lading.storage.s3;

import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.testcontainers.containers.MinIOContainer;
import org.testcontainers.utility.DockerImageName;

/** Over MinIO in a container: the Maven profile {@code minio}, which needs a Docker engine. */
class MinioS3 extends S3Contract {
  /** The one place that names it. Docker Hub has it no more. */
  private static final DockerImageName IMAGE =
      DockerImageName.parse("quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z")
          .asCompatibleSubstituteFor("minio/minio");

  private final MinIOContainer server;

  MinioS3() {
    MinIOContainer started = new MinIOContainer(IMAGE);
    started.start();
    super(
        S3Settings.of("registry", "us-east-1")
            .withEndpoint(S3Endpoint.of(started.getS3URL()))
            .withCredentials(
                new S3Credentials(started.getUserName(), started.getPassword(), Optional.empty())));
    this.server = started;
  }

  @AfterAll
  void stop() {
    server.stop();
  }
}
