package dev.lading.storage.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lading.storage.Key;
import dev.lading.storage.ObjectWriter;
import dev.lading.storage.StagedAppend;
import dev.lading.storage.StagedObject;
import dev.lading.storage.StagingConflict;
import dev.lading.storage.StorageUnavailable;
import dev.lading.storage.Together;
import dev.lading.storage.TooManyParts;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;

/** Many uploads in little memory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one server for all
class MemoryTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final int WRITTEN_AT_ONCE = 48 << 10;
  private static final Key TOP = Key.of("test");

  private final LocalS3 server;

  MemoryTest() throws Exception {
    server = LocalS3.start();
  }

  @AfterEach
  void nothingIsLeft() {
    try (S3Driver driver = server.open()) {
      driver.deleteBelow(TOP);
    }
    assertThat(server.content()).isEmpty();
  }

  @AfterAll
  void stop() throws Exception {
    server.stop();
  }

  /** All have begun before there is room for one of them, and none waits for another. */
  @Test
  void uploads_ofManyTimesTheRoom_areAllWhole() throws Exception {
    Memory memory = Memory.of(0, 0, Duration.ofMinutes(2));
    try (S3Driver driver = server.open(memory, Connections.http())) {
      List<Callable<Boolean>> uploads =
          IntStream.range(0, 24)
              .mapToObj(
                  i ->
                      (Callable<Boolean>)
                          () -> i % 2 == 0 ? isStraight(driver, i) : isStaged(driver, i))
              .toList();
      assertThat(Together.run(uploads)).containsOnly(true);
    }
    assertThat(memory.room().isUnused()).isTrue();
  }

  @Test
  void upload_thatFindsNoRoom_isRefused_andTheOthersGoOn() {
    Memory memory = Memory.of(0, 0, Duration.ofMillis(50));
    try (S3Driver driver = server.open(memory, Connections.http())) {
      StagedAppend holder = driver.stage(key(1)).append(0);
      holder.write(ByteBuffer.wrap(random(1, memory.room().bytes() - MEBIBYTE)));
      StagedAppend refused = driver.stage(key(2)).append(0);
      assertThatExceptionOfType(StorageUnavailable.class)
          .isThrownBy(
              () -> {
                while (true) {
                  refused.write(ByteBuffer.allocate(WRITTEN_AT_ONCE));
                }
              });
      refused.close();
      holder.close();
      assertThat(driver.staged(key(1)).orElseThrow().size())
          .isEqualTo(memory.room().bytes() - MEBIBYTE);
      assertThat(driver.staged(key(2)).orElseThrow().size()).isEqualTo(MEBIBYTE);
    }
    assertThat(memory.room().isUnused()).isTrue();
  }

  /** As by clients that all send the half and wait for each other. */
  @Test
  void uploads_thatHoldAllRoomAndGoOnLater_areWritten_whileOthersWait() {
    Memory memory = Memory.of(0, 0, Duration.ofMinutes(2));
    byte[] half = random(1, 2 * MEBIBYTE);
    try (S3Driver driver = server.open(memory, Connections.http())) {
      List<StagedAppend> staged =
          IntStream.range(0, 4).mapToObj(i -> driver.stage(key(i)).append(0)).toList();
      List<ObjectWriter> straight =
          IntStream.range(4, 8)
              .mapToObj(i -> driver.writer(blob(i), key(i), OptionalLong.of(4 * MEBIBYTE)))
              .toList();
      for (int turn = 0; turn < 2; turn++) {
        staged.forEach(append -> append.write(ByteBuffer.wrap(half)));
        straight.forEach(writer -> writer.write(ByteBuffer.wrap(half)));
      }
      staged.forEach(StagedAppend::close);
      straight.forEach(ObjectWriter::complete);
      straight.forEach(ObjectWriter::close);
      byte[] whole = ByteBuffer.allocate(4 * MEBIBYTE).put(half).put(half).array();
      for (int i = 0; i < 8; i++) {
        if (i < 4) {
          driver.staged(key(i)).orElseThrow().publish(blob(i));
        }
        assertThat(driver.read(blob(i), whole.length)).contains(whole);
      }
    }
    assertThat(memory.room().isUnused()).isTrue();
  }

  /** Another process has gone on with the upload in the meantime. */
  @Test
  void upload_whoseBytesCannotBeWrittenForOthers_isTold_andTheOthersAreNot() {
    Memory memory = Memory.of(0, 0, Duration.ofMinutes(2));
    try (S3Driver driver = server.open(memory, Connections.http())) {
      StagedAppend holder = driver.stage(key(1)).append(0);
      holder.write(ByteBuffer.wrap(random(1, memory.room().bytes() - MEBIBYTE)));
      try (StagedAppend rival = driver.staged(key(1)).orElseThrow().append(0)) {
        rival.write(ByteBuffer.allocate(10));
      }
      try (StagedAppend waiting = driver.stage(key(2)).append(0)) {
        waiting.write(ByteBuffer.allocate(2 * MEBIBYTE));
        waiting.write(ByteBuffer.allocate(2 * MEBIBYTE));
      }
      assertThatExceptionOfType(StagingConflict.class)
          .isThrownBy(() -> holder.write(ByteBuffer.allocate(1)))
          .satisfies(e -> assertThat(e.size()).isEqualTo(10));
      assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(holder::close);
      assertThat(driver.staged(key(1)).orElseThrow().size()).isEqualTo(10);
      assertThat(driver.staged(key(2)).orElseThrow().size()).isEqualTo(4 * MEBIBYTE);
    }
    assertThat(memory.room().isUnused()).isTrue();
  }

  /** Not as the driver fails, but as a process may. */
  @Test
  void object_whoseFirstBytesWereLostWhenTheyWereWrittenForOthers_isNeverComplete() {
    Memory memory = Memory.of(0, 0, Duration.ofMinutes(2));
    try (S3Driver driver = server.open(memory, new BrokenAside(Connections.http()))) {
      try (ObjectWriter holder = driver.writer(blob(1), key(1), OptionalLong.empty());
          StagedAppend waiting = driver.stage(key(2)).append(0)) {
        holder.write(ByteBuffer.allocate(4 * MEBIBYTE));
        waiting.write(ByteBuffer.allocate(2 * MEBIBYTE));
        waiting.write(ByteBuffer.allocate(2 * MEBIBYTE));
        assertThatExceptionOfType(StorageUnavailable.class)
            .isThrownBy(() -> holder.write(ByteBuffer.allocate(1)));
        assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(holder::complete);
      }
      assertThat(driver.find(blob(1))).isEmpty();
    }
    assertThat(memory.room().isUnused()).isTrue();
  }

  /** Breaks down when something is to rest aside. */
  private record BrokenAside(SdkHttpClient client) implements SdkHttpClient {
    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      if (request.httpRequest().encodedPath().endsWith(StraightWriter.ASIDE)
          && request.httpRequest().method() == SdkHttpMethod.PUT) {
        throw new AssertionError("planned");
      }
      return client.prepareRequest(request);
    }

    @Override
    public void close() {
      client.close();
    }
  }

  @Test
  void upload_thatIsIdle_holdsNothing() {
    Memory memory = Memory.of(0, 0, Duration.ofMillis(50));
    try (S3Driver driver = server.open(memory, Connections.http())) {
      try (StagedAppend append = driver.stage(key(1)).append(0);
          ObjectWriter writer = driver.writer(key(2), key(3), OptionalLong.empty())) {
        assertThat(memory.room().isUnused()).isTrue();
        append.write(ByteBuffer.allocate(10));
        writer.write(ByteBuffer.allocate(10));
        assertThat(memory.room().isUnused()).isFalse();
      }
      assertThat(memory.room().isUnused()).isTrue();
    }
  }

  @Test
  void writer_ofMoreThanAllParts_isRefusedAtOnce() {
    Memory memory = Memory.of(64 * MEBIBYTE, 10 * MEBIBYTE, Duration.ZERO);
    try (S3Driver driver = server.open(memory, Connections.http())) {
      long limit = 10_000L * 32 * MEBIBYTE;
      driver.writer(key(1), key(2), OptionalLong.of(limit)).close();
      assertThatExceptionOfType(TooManyParts.class)
          .isThrownBy(() -> driver.writer(key(1), key(2), OptionalLong.of(limit + 1)))
          .satisfies(e -> assertThat(e.limitBytes()).isEqualTo(limit));
    }
  }

  @Test
  void memory_hasRoomForOneChunk_andForSeveralIfThatIsPossible() {
    assertThat(Memory.of(0, 100, Duration.ZERO).chunkBytes()).isEqualTo(5 * MEBIBYTE);
    assertThat(Memory.of(0, 100, Duration.ZERO).room().bytes()).isGreaterThan(5 * MEBIBYTE);
    assertThat(Memory.of(32 * MEBIBYTE, 10 * MEBIBYTE, Duration.ZERO).chunkBytes())
        .isEqualTo(8 * MEBIBYTE);
    assertThat(Memory.of(512 * MEBIBYTE, 10 * MEBIBYTE, Duration.ZERO).chunkBytes())
        .isEqualTo(10 * MEBIBYTE);
  }

  private static boolean isStaged(S3Driver driver, int number) {
    byte[] bytes = random(number, 7 * MEBIBYTE + number);
    StagedObject staged = driver.stage(key(number));
    try (StagedAppend append = staged.append(0)) {
      inPieces(bytes).forEach(append::write);
    }
    staged.publish(blob(number));
    return holds(driver, number, bytes);
  }

  private static boolean isStraight(S3Driver driver, int number) {
    byte[] bytes = random(number, 7 * MEBIBYTE + number);
    try (ObjectWriter writer =
        driver.writer(blob(number), key(number), OptionalLong.of(bytes.length))) {
      inPieces(bytes).forEach(writer::write);
      writer.complete();
    }
    return holds(driver, number, bytes);
  }

  private static boolean holds(S3Driver driver, int number, byte[] bytes) {
    assertThat(driver.read(blob(number), bytes.length)).contains(bytes);
    return true;
  }

  private static List<ByteBuffer> inPieces(byte[] bytes) {
    return IntStream.iterate(0, from -> from < bytes.length, from -> from + WRITTEN_AT_ONCE)
        .mapToObj(
            from -> ByteBuffer.wrap(bytes, from, Math.min(WRITTEN_AT_ONCE, bytes.length - from)))
        .toList();
  }

  private static Key key(int number) {
    return TOP.resolve("up/" + number + "/data");
  }

  private static Key blob(int number) {
    return TOP.resolve("blobs/" + number);
  }

  private static byte[] random(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
