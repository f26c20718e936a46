package dev.lading.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.storage.BlobSource;
import dev.lading.storage.Key;
import dev.lading.storage.StagedAppend;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/** Which connections the requests of the verbs take. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one server for all
class LaneTest {
  private static final Key KEY = Key.of("blobs", "a");
  private static final Key UPLOAD = Key.of("up", "1");

  private final Queue<Lane> taken = new ConcurrentLinkedQueue<>();
  private final LocalS3 server;
  private final S3Driver driver;

  LaneTest() throws Exception {
    server = LocalS3.start();
    Memory memory = Memory.of(64 << 20, LocalS3.CHUNK_BYTES, Duration.ofSeconds(30));
    driver = server.open(memory, recording(Connections.http()));
  }

  @BeforeEach
  void write() {
    driver.write(KEY, new byte[1_000]);
    taken.clear();
  }

  @AfterAll
  void stop() throws Exception {
    driver.close();
    server.stop();
  }

  @Test
  void requestsOfFewBytes_areSmall() {
    driver.write(KEY, new byte[1_000]);
    driver.find(KEY);
    driver.read(KEY, 1_000);
    driver.list(Key.of("blobs"), Optional.empty(), 10);
    driver.delete(KEY);
    assertThat(taken).hasSize(5).containsOnly(Lane.SMALL);
  }

  @Test
  void requestsOfManyBytesOrObjects_areBodies() throws Exception {
    driver.write(KEY, new byte[2 << 20]);
    assertThat(taken).containsExactly(Lane.BODY);
    try (BlobSource source = driver.source(KEY).orElseThrow();
        InputStream in = source.open(0, 1)) {
      assertThat(in.read()).isZero();
    }
    assertThat(taken).containsExactly(Lane.BODY, Lane.SMALL, Lane.BODY);
    driver.deleteAll(List.of(KEY));
    assertThat(taken).containsExactly(Lane.BODY, Lane.SMALL, Lane.BODY, Lane.BODY);
  }

  @Test
  void publish_ofOneFragment_isOneCopy() {
    stage(1_000);
    driver.deleteAll(driver.staged(UPLOAD).orElseThrow().publish(KEY));
    assertThat(taken).containsOnlyOnce(Lane.COPY);
  }

  @Test
  void publish_ofTwoFragments_copiesBothAndJoinsThem() {
    stage(LocalS3.CHUNK_BYTES + 1);
    driver.deleteAll(driver.staged(UPLOAD).orElseThrow().publish(KEY));
    assertThat(taken).filteredOn(Lane.COPY::equals).hasSize(3);
  }

  private void stage(int size) {
    try (StagedAppend append = driver.stage(UPLOAD).append(0)) {
      append.write(ByteBuffer.allocate(size));
    }
  }

  private SdkHttpClient recording(SdkHttpClient http) {
    return new SdkHttpClient() {
      @Override
      public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        taken.add(Lane.of(request.httpRequest()));
        return http.prepareRequest(request);
      }

      @Override
      public void close() {
        http.close();
      }
    };
  }
}
