package dev.lading.storage.s3;

import static dev.lading.storage.s3.FaultyProxy.Fault.CUT_BODY;
import static dev.lading.storage.s3.FaultyProxy.Fault.LOST_REPLY;
import static dev.lading.storage.s3.FaultyProxy.Fault.PRETENCE;
import static dev.lading.storage.s3.FaultyProxy.Fault.SLOW_DOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lading.storage.BlobSource;
import dev.lading.storage.Key;
import dev.lading.storage.ObjectWriter;
import dev.lading.storage.StagedAppend;
import dev.lading.storage.StagedObject;
import dev.lading.storage.StorageUnavailable;
import dev.lading.storage.s3.FaultyProxy.Fault;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each fault at each kind of request, once, and then for as long as it is tried: what was asked for
 * is done once and whole, or refused, and what was there before is there still.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one server for all
class FaultTest {
  private static final Key KEY = Key.of("blobs", "a");
  private static final Key UPLOAD = Key.of("up", "1");
  private static final byte[] OLD = random(1, 1_000);
  private static final byte[] SMALL = random(2, 70_000);
  private static final byte[] LARGE = random(3, LocalS3.CHUNK_BYTES + 1234);

  /** What a store or the way to it does to those who ask. */
  private static final Set<Fault> FAULTS = EnumSet.complementOf(EnumSet.of(PRETENCE));

  private final LocalS3 server;
  private final FaultyProxy proxy;
  private final S3Driver driver;
  private final S3Driver direct;

  FaultTest() throws Exception {
    server = LocalS3.start();
    proxy = new FaultyProxy(server.port());
    driver = server.openThrough(proxy);
    direct = server.open();
  }

  @AfterEach
  void nothingIsLeft() {
    proxy.hasLeft();
    direct.delete(KEY);
    direct.deleteBelow(UPLOAD);
    direct.removeUnfinished(KEY, InstantSource.system().instant().plusSeconds(3600));
    direct.removeUnfinished(Key.of("blobs"), InstantSource.system().instant().plusSeconds(3600));
    assertThat(server.content()).isEmpty();
  }

  @AfterAll
  void stop() throws Exception {
    driver.close();
    direct.close();
    proxy.close();
    server.stop();
  }

  /** What is done to the store, and how one sees that it was done. */
  enum Operation {
    WRITE("PUT") {
      @Override
      void run(S3Driver driver) {
        driver.write(KEY, SMALL);
      }
    },
    READ("GET") {
      @Override
      void prepare(S3Driver driver) {
        driver.write(KEY, SMALL);
      }

      @Override
      void run(S3Driver driver) {
        assertThat(driver.read(KEY, SMALL.length)).contains(SMALL);
      }
    },
    FIND("HEAD") {
      @Override
      void prepare(S3Driver driver) {
        driver.write(KEY, SMALL);
      }

      @Override
      void run(S3Driver driver) {
        assertThat(driver.find(KEY)).isPresent();
      }
    },
    OPEN("GET") {
      @Override
      void prepare(S3Driver driver) {
        driver.write(KEY, SMALL);
      }

      @Override
      void run(S3Driver driver) throws IOException {
        try (BlobSource source = driver.source(KEY).orElseThrow();
            InputStream in = source.open(1, SMALL.length - 1)) {
          assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(SMALL, 1, SMALL.length));
        }
      }
    },
    LIST("GET") {
      @Override
      void prepare(S3Driver driver) {
        driver.write(KEY, SMALL);
      }

      @Override
      void run(S3Driver driver) {
        assertThat(driver.list(Key.of("blobs"), Optional.empty(), 10)).hasSize(1);
        assertThat(driver.children(Key.of("blobs"), Optional.empty(), 10)).containsExactly("a");
      }
    },
    DELETE("DELETE") {
      @Override
      void prepare(S3Driver driver) {
        driver.write(UPLOAD.resolve("x"), SMALL);
      }

      @Override
      void run(S3Driver driver) {
        driver.delete(UPLOAD.resolve("x"));
      }
    },
    DELETE_ALL("POST") {
      @Override
      void prepare(S3Driver driver) {
        driver.write(UPLOAD.resolve("x"), SMALL);
        driver.write(UPLOAD.resolve("y"), SMALL);
      }

      @Override
      void run(S3Driver driver) {
        driver.deleteBelow(UPLOAD);
      }
    },
    STAGE("PUT") {
      @Override
      void run(S3Driver driver) {
        StagedObject staged = driver.stage(UPLOAD);
        append(staged, SMALL);
        driver.deleteAll(staged.publish(KEY));
      }
    },
    COPY("PUT") {
      @Override
      void prepare(S3Driver driver) {
        append(driver.stage(UPLOAD), SMALL);
      }

      @Override
      void run(S3Driver driver) {
        driver.deleteAll(driver.staged(UPLOAD).orElseThrow().publish(KEY));
      }
    },
    COPY_OBJECT("PUT") {
      @Override
      void prepare(S3Driver driver) {
        driver.write(UPLOAD.resolve("x"), SMALL);
      }

      @Override
      void run(S3Driver driver) {
        assertThat(driver.copy(UPLOAD.resolve("x"), KEY)).isTrue();
        driver.deleteBelow(UPLOAD);
      }
    },
    BEGIN_JOIN("POST") {
      @Override
      void prepare(S3Driver driver) {
        append(driver.stage(UPLOAD), LARGE);
      }

      @Override
      void run(S3Driver driver) {
        driver.deleteAll(driver.staged(UPLOAD).orElseThrow().publish(KEY));
      }
    },
    COPY_PART("PUT") {
      @Override
      void prepare(S3Driver driver) {
        append(driver.stage(UPLOAD), LARGE);
      }

      @Override
      void run(S3Driver driver) {
        driver.deleteAll(driver.staged(UPLOAD).orElseThrow().publish(KEY));
      }
    },
    COMPLETE("POST", "uploadId=") {
      @Override
      void prepare(S3Driver driver) {
        append(driver.stage(UPLOAD), LARGE);
      }

      @Override
      void run(S3Driver driver) {
        driver.deleteAll(driver.staged(UPLOAD).orElseThrow().publish(KEY));
      }
    },
    GO_ON("GET") {
      @Override
      void prepare(S3Driver driver) {
        append(driver.stage(UPLOAD), Arrays.copyOf(LARGE, 1_000_000));
      }

      @Override
      void run(S3Driver driver) {
        StagedObject staged = driver.staged(UPLOAD).orElseThrow();
        int begun = 1_000_000;
        append(staged, Arrays.copyOfRange(LARGE, begun, LARGE.length));
        driver.deleteAll(staged.publish(KEY));
      }
    },
    STRAIGHT("PUT") {
      @Override
      void run(S3Driver driver) {
        straight(driver, SMALL);
      }
    },
    STRAIGHT_PARTS("PUT", "partNumber=") {
      @Override
      void run(S3Driver driver) {
        straight(driver, LARGE);
      }
    },
    STRAIGHT_COMPLETE("POST", "uploadId=") {
      @Override
      void run(S3Driver driver) {
        straight(driver, LARGE);
      }
    };

    private final String method;
    private final String query;

    Operation(String method) {
      this(method, "");
    }

    Operation(String method, String query) {
      this.method = method;
      this.query = query;
    }

    /** Undisturbed. */
    void prepare(S3Driver driver) {}

    abstract void run(S3Driver driver) throws IOException;

    boolean isOf(Message request) {
      return request.method().equals(method) && request.target().contains(query);
    }

    /** What is at the key when it is done. */
    byte[] result() {
      return switch (this) {
        case WRITE, READ, FIND, OPEN, LIST, STAGE, COPY, COPY_OBJECT, STRAIGHT -> SMALL;
        case BEGIN_JOIN, COPY_PART, COMPLETE, GO_ON, STRAIGHT_PARTS, STRAIGHT_COMPLETE -> LARGE;
        case DELETE, DELETE_ALL -> OLD;
      };
    }
  }

  static Stream<Arguments> table() {
    return Stream.of(Operation.values())
        .flatMap(operation -> FAULTS.stream().map(fault -> Arguments.of(operation, fault)));
  }

  @ParameterizedTest
  @MethodSource("table")
  void operation_withOneFault_isDoneOnceAndWhole(Operation operation, Fault fault)
      throws IOException {
    direct.write(KEY, OLD);
    operation.prepare(direct);
    proxy.plan(operation::isOf, fault);
    operation.run(driver);
    assertThat(proxy.hasLeft()).isFalse();
    assertThat(direct.read(KEY, LARGE.length)).contains(operation.result());
    assertThat(direct.list(UPLOAD, Optional.empty(), 10)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void operation_withNothingButFaults_isRefused_andNothingIsTorn(Operation operation) {
    for (Fault fault : List.of(SLOW_DOWN, Fault.LOST_REQUEST, LOST_REPLY, Fault.CUT_REQUEST)) {
      direct.write(KEY, OLD);
      operation.prepare(direct);
      byte[] before = direct.read(KEY, LARGE.length).orElseThrow();
      IntStream.range(0, 1_000).forEach(_ -> proxy.plan(operation::isOf, fault));
      assertThatExceptionOfType(StorageUnavailable.class)
          .as("%s", fault)
          .isThrownBy(() -> operation.run(driver));
      proxy.hasLeft();
      assertThat(direct.read(KEY, LARGE.length).orElseThrow())
          .as("%s", fault)
          .isIn(before, operation.result());
      direct.deleteBelow(UPLOAD);
    }
  }

  @Test
  void writeIfAbsent_whoseReplyWasLost_isKnownAsOurs() {
    proxy.plan(FaultTest::isPut, LOST_REPLY);
    assertThat(driver.writeIfAbsent(KEY, SMALL)).isTrue();
    proxy.plan(FaultTest::isPut, LOST_REPLY);
    assertThat(driver.writeIfAbsent(KEY, LARGE)).isFalse();
    assertThat(direct.read(KEY, LARGE.length)).contains(SMALL);
  }

  @Test
  void source_thatIsCutAgainAndAgain_goesOnWhereItWas() throws Exception {
    direct.write(KEY, SMALL);
    Predicate<Message> get = request -> request.method().equals("GET");
    Stream.of(CUT_BODY, CUT_BODY, SLOW_DOWN, CUT_BODY).forEach(fault -> proxy.plan(get, fault));
    try (BlobSource source = driver.source(KEY).orElseThrow();
        InputStream in = source.open(0, SMALL.length)) {
      assertThat(in.readAllBytes()).isEqualTo(SMALL);
    }
  }

  @Test
  void publish_afterOneThatFailed_isDoneByAnotherDriver() {
    append(direct.stage(UPLOAD), LARGE);
    IntStream.range(0, 1_000).forEach(_ -> proxy.plan(Operation.COMPLETE::isOf, SLOW_DOWN));
    StagedObject staged = driver.staged(UPLOAD).orElseThrow();
    assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(() -> staged.publish(KEY));
    direct.staged(UPLOAD).orElseThrow().publish(KEY);
    assertThat(direct.read(KEY, LARGE.length)).contains(LARGE);
  }

  /** As by a client that repeats its closing request, to another process or after a crash. */
  @Test
  void publish_again_isDone_untilWhatIsLeftIsDeleted() {
    append(direct.stage(UPLOAD), LARGE);
    direct.staged(UPLOAD).orElseThrow().publish(KEY);
    StagedObject again = driver.staged(UPLOAD).orElseThrow();
    driver.deleteBelowTransient(UPLOAD, again.publish(KEY));
    assertThat(direct.read(KEY, LARGE.length)).contains(LARGE);
    assertThat(direct.staged(UPLOAD)).isEmpty();
    assertThat(direct.list(UPLOAD, Optional.empty(), 10)).isEmpty();
  }

  @Test
  void discard_thatIsCutShort_leavesNothingToGoOnWith() {
    append(direct.stage(UPLOAD), LARGE);
    StagedObject staged = driver.staged(UPLOAD).orElseThrow();
    IntStream.range(0, 1_000).forEach(_ -> proxy.plan(Operation.DELETE_ALL::isOf, SLOW_DOWN));
    assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(staged::discard);
    assertThat(direct.list(UPLOAD, Optional.empty(), 10)).hasSize(2);
    assertThat(direct.staged(UPLOAD)).isEmpty();
  }

  /** Such a store tells each of several who create an object that it did. */
  @Test
  void probe_ofAStoreThatIgnoresConditions_isFatal() {
    IntStream.range(0, 1_000)
        .forEach(_ -> proxy.plan(request -> request.hasHeader("if-none-match"), PRETENCE));
    assertThat(driver.probe(InstantSource.system()))
        .filteredOn(Finding::isFatal)
        .extracting(Finding::ability)
        .containsExactly(Ability.CREATE_IF_ABSENT);
  }

  private static boolean isPut(Message request) {
    return request.method().equals("PUT");
  }

  private static void append(StagedObject staged, byte[] bytes) {
    try (StagedAppend append = staged.append(staged.size())) {
      append.write(ByteBuffer.wrap(bytes));
    }
  }

  private static void straight(S3Driver driver, byte[] bytes) {
    try (ObjectWriter writer =
        driver.writer(KEY, UPLOAD.resolve("data"), OptionalLong.of(bytes.length))) {
      writer.write(ByteBuffer.wrap(bytes));
      writer.complete();
    }
  }

  private static byte[] random(int seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
