package dev.lading.storage.s3;

import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of its own for some tests, seen without the driver. */
final class TestBucket implements AutoCloseable {
  private final String name;
  private final SdkHttpClient http = Connections.http();
  private final S3Client client;

  /** Makes it. */
  TestBucket(S3Settings settings) {
    this.name = settings.bucket();
    this.client = Connections.client(settings, http);
    client.createBucket(bucket -> bucket.bucket(name));
  }

  /** The names of all objects, and of all that multipart uploads are about. */
  List<String> content() {
    return Stream.concat(
            client.listObjectsV2(list -> list.bucket(name)).contents().stream().map(S3Object::key),
            client.listMultipartUploads(list -> list.bucket(name)).uploads().stream()
                .map(MultipartUpload::key))
        .toList();
  }

  /** The bucket stays: its server ends with the test, or is for tests. */
  @Override
  public void close() {
    client.close();
    http.close();
  }
}
