package dev.lading.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lading.storage.BlobSource;
import dev.lading.storage.Key;
import dev.lading.storage.ListedObject;
import dev.lading.storage.ObjectInfo;
import dev.lading.storage.StagedAppend;
import dev.lading.storage.StagedObject;
import dev.lading.storage.StagingConflict;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Uploads of several fragments, that several drivers go on with. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one server for all
class UploadTest {
  private static final Key UPLOAD = Key.of("up", "1", "data");
  private static final Key BLOB = Key.of("blobs", "x");

  private final LocalS3 server;
  private final S3Driver one;
  private final S3Driver other;
  private final int chunk;

  UploadTest() throws Exception {
    server = LocalS3.start();
    one = server.open();
    other = server.open();
    chunk = server.settings().chunkBytes();
  }

  @AfterEach
  void nothingIsLeft() {
    one.delete(BLOB);
    one.deleteBelow(UPLOAD);
    assertThat(server.content()).isEmpty();
  }

  @AfterAll
  void stop() throws Exception {
    one.close();
    other.close();
    server.stop();
  }

  @Test
  void upload_ofManyAppends_byTwoDrivers_isOneObject() throws Exception {
    byte[] bytes = random(2 * chunk + 1234);
    one.stage(UPLOAD);
    append(one, bytes, 0, 1000);
    append(other, bytes, 1000, chunk - 1);
    append(one, bytes, chunk - 1, chunk + 17);
    append(other, bytes, chunk + 17, bytes.length);
    StagedObject staged = one.staged(UPLOAD).orElseThrow();
    assertThat(staged.size()).isEqualTo(bytes.length);
    try (InputStream in = staged.read()) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
    staged.publish(BLOB);
    assertThat(other.read(BLOB, bytes.length)).contains(bytes);
  }

  @Test
  void upload_inOneAppend_isFragmentsOfOneSize() {
    byte[] bytes = random(2 * chunk + 5);
    one.stage(UPLOAD);
    append(one, bytes, 0, bytes.length);
    assertThat(one.list(UPLOAD, Optional.empty(), 10))
        .extracting(ListedObject::info)
        .extracting(ObjectInfo::size)
        .containsExactly(0L, (long) chunk, (long) chunk, 5L);
  }

  @Test
  void append_besideAnother_isAConflict_andTheFirstIsKept() throws Exception {
    StagedObject staged = one.stage(UPLOAD);
    StagedAppend first = staged.append(0);
    StagedAppend second = other.staged(UPLOAD).orElseThrow().append(0);
    first.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    second.write(ByteBuffer.wrap(new byte[] {4, 5}));
    first.close();
    assertThatExceptionOfType(StagingConflict.class)
        .isThrownBy(second::close)
        .satisfies(
            e -> {
              assertThat(e.offset()).isZero();
              assertThat(e.size()).isEqualTo(3);
            });
    try (InputStream in = staged.read()) {
      assertThat(in.readAllBytes()).containsExactly(1, 2, 3);
    }
  }

  @Test
  void presigned_isWhatAnybodyCanFetchForAWhile() throws Exception {
    one.write(BLOB, new byte[] {7, 8, 9});
    try (BlobSource source = one.source(BLOB).orElseThrow();
        HttpClient client = HttpClient.newHttpClient()) {
      BlobSource.Redirectable redirectable = (BlobSource.Redirectable) source;
      HttpRequest get = HttpRequest.newBuilder(redirectable.presign(Duration.ofMinutes(1))).build();
      assertThat(client.send(get, BodyHandlers.ofByteArray()).body()).containsExactly(7, 8, 9);
    }
  }

  private static void append(S3Driver driver, byte[] bytes, int from, int to) {
    StagedObject staged = driver.staged(UPLOAD).orElseThrow();
    try (StagedAppend append = staged.append(from)) {
      append.write(ByteBuffer.wrap(Arrays.copyOfRange(bytes, from, to)));
    }
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
