package dev.lading.storage.s3;

import static dev.lading.storage.s3.FaultyHttp.CUT_BODY;
import static dev.lading.storage.s3.FaultyHttp.LOST_REPLY;
import static dev.lading.storage.s3.FaultyHttp.SLOW_DOWN;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.storage.BlobSource;
import dev.lading.storage.Key;
import dev.lading.storage.StagedAppend;
import dev.lading.storage.StagedObject;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Each fault is survived: what was asked for is done, once, and whole. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one server for all
class FaultTest {
  private static final Key KEY = Key.of("a");
  private static final byte[] BYTES = "more than ten bytes, by far".repeat(1000).getBytes(UTF_8);

  private final LocalS3 server;
  private final FaultyHttp http = new FaultyHttp();
  private final S3Driver driver;

  FaultTest() throws Exception {
    server = LocalS3.start();
    driver = server.open(http);
  }

  @AfterEach
  void allFaultsWereMet_andNothingIsLeft() {
    assertThat(http.isSpent()).isTrue();
    driver.delete(KEY);
    driver.deleteBelow(Key.of("up"));
    assertThat(server.content()).isEmpty();
  }

  @AfterAll
  void stop() throws Exception {
    driver.close();
    server.stop();
  }

  @Test
  void write_throughABusyStore_succeeds() {
    http.plan(FaultTest::isPut, SLOW_DOWN);
    http.plan(FaultTest::isPut, LOST_REPLY);
    driver.write(KEY, BYTES);
    assertThat(driver.read(KEY, BYTES.length)).contains(BYTES);
  }

  @Test
  void writeIfAbsent_whoseReplyWasLost_isKnownAsOurs() {
    http.plan(FaultTest::isPut, LOST_REPLY);
    assertThat(driver.writeIfAbsent(KEY, BYTES)).isTrue();
    http.plan(FaultTest::isPut, LOST_REPLY);
    assertThat(driver.writeIfAbsent(KEY, BYTES)).isFalse();
  }

  @Test
  void read_ofABodyThatIsCut_isWhole() {
    driver.write(KEY, BYTES);
    http.plan(FaultTest::isGet, CUT_BODY);
    assertThat(driver.read(KEY, BYTES.length)).contains(BYTES);
  }

  @Test
  void source_whoseBodyIsCut_goesOnWhereItWas() throws Exception {
    driver.write(KEY, BYTES);
    http.plan(FaultTest::isGet, CUT_BODY);
    http.plan(FaultTest::isGet, CUT_BODY);
    http.plan(FaultTest::isGet, SLOW_DOWN);
    try (BlobSource source = driver.source(KEY).orElseThrow();
        InputStream in = source.open(0, BYTES.length)) {
      assertThat(in.readAllBytes()).isEqualTo(BYTES);
    }
  }

  @Test
  void publish_whoseRepliesAreLost_publishesOnce() throws Exception {
    byte[] large = new byte[server.settings().chunkBytes() * 2 + 1234];
    new Random(3).nextBytes(large);
    StagedObject staged = driver.stage(Key.of("up", "1"));
    http.plan(FaultTest::isPut, LOST_REPLY);
    try (StagedAppend append = staged.append(0)) {
      append.write(ByteBuffer.wrap(large));
    }
    http.plan(FaultTest::isPart, LOST_REPLY);
    http.plan(FaultTest::isPart, SLOW_DOWN);
    http.plan(FaultTest::isCompletion, LOST_REPLY);
    staged.publish(KEY);
    assertThat(driver.read(KEY, large.length)).contains(large);
  }

  private static boolean isPut(SdkHttpRequest request) {
    return request.method() == SdkHttpMethod.PUT;
  }

  private static boolean isGet(SdkHttpRequest request) {
    return request.method() == SdkHttpMethod.GET;
  }

  private static boolean isPart(SdkHttpRequest request) {
    return isPut(request) && request.rawQueryParameters().containsKey("partNumber");
  }

  private static boolean isCompletion(SdkHttpRequest request) {
    return request.method() == SdkHttpMethod.POST
        && request.rawQueryParameters().containsKey("uploadId");
  }
}
