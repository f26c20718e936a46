package dev.lading.storage.s3;

import static dev.lading.storage.s3.FaultyProxy.Fault.CUT_BODY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.lading.storage.Key;
import dev.lading.storage.StagedAppend;
import dev.lading.storage.StorageUnavailable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What is being read, when there are places for two. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // one server for all
class ObjectStreamTest {
  private static final String OBJECT = "registry-v2/blobs/a";
  private static final byte[] BYTES = random(70_000);

  private final LocalS3 server;
  private final FaultyProxy proxy;
  private final Bucket bucket;

  ObjectStreamTest() throws Exception {
    server = LocalS3.start();
    proxy = new FaultyProxy(server.port());
    bucket = withPlaces(server.storeThrough(proxy).bucket(), 2);
  }

  @BeforeEach
  void write() {
    bucket.put(OBJECT, Body.of(BYTES));
  }

  /** All places are free again. */
  @AfterEach
  void nobodyReads() {
    proxy.hasLeft();
    Readers.Place one = bucket.readers().enter(OBJECT);
    Readers.Place other = bucket.readers().enter(OBJECT);
    one.leave();
    other.leave();
  }

  @AfterAll
  void stop() throws Exception {
    proxy.close();
    server.stop();
  }

  @Test
  void open_besideAsManyAsMayBe_isRefused_andOtherRequestsAreNot() throws Exception {
    try (InputStream one = open(BYTES.length)) {
      InputStream other = open(BYTES.length);
      assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(() -> open(1));
      assertThat(bucket.find(OBJECT)).isPresent();
      other.close();
      try (InputStream next = open(BYTES.length)) {
        assertThat(next.readAllBytes()).isEqualTo(BYTES);
      }
      assertThat(one.readAllBytes()).isEqualTo(BYTES);
    }
  }

  @Test
  void close_again_leavesNoPlaceOfAnother() throws Exception {
    InputStream other = open(BYTES.length);
    try (InputStream one = open(BYTES.length)) {
      other.close();
      other.close();
      try (InputStream next = open(1)) {
        assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(() -> open(1));
        assertThat(next.read()).isEqualTo(BYTES[0] & 0xff);
      }
      assertThat(one.read()).isEqualTo(BYTES[0] & 0xff);
    }
  }

  @Test
  void open_ofWhatWasReplaced_takesNoPlace() {
    String etag = bucket.find(OBJECT).orElseThrow().etag();
    bucket.put(OBJECT, Body.of(new byte[] {1}));
    for (int i = 0; i < 3; i++) {
      assertThatExceptionOfType(StorageUnavailable.class)
          .isThrownBy(() -> new ObjectStream(bucket, OBJECT, etag, 0, 1))
          .withMessageContaining("any more");
    }
  }

  @Test
  void all_takesOnePlace_untilItIsClosed_alsoUnread() throws Exception {
    for (int i = 0; i < 3; i++) {
      try (InputStream one = all();
          InputStream _ = all()) {
        assertThatExceptionOfType(StorageUnavailable.class).isThrownBy(this::all);
        assertThat(one.readAllBytes()).isEqualTo(BYTES);
      }
    }
  }

  @Test
  void all_ofNothing_takesNoPlace() {
    bucket.put("registry-v2/empty", Body.EMPTY);
    for (int i = 0; i < 3; i++) {
      assertThat(ObjectStream.ofAll(bucket, "registry-v2/absent")).isEmpty();
      assertThat(ObjectStream.ofAll(bucket, "registry-v2/empty")).isEmpty();
    }
  }

  @Test
  void all_thatIsCutAfterSomeBytesEachTime_comesToTheEnd() throws Exception {
    planCuts(20);
    try (InputStream all = all()) {
      assertThat(all.readAllBytes()).isEqualTo(BYTES);
      assertThat(proxy.hasLeft()).isFalse();
    }
  }

  /** What is shorter than a part is read back before more is appended. */
  @Test
  void uploads_readTheirOwnBytes_whenClientsReadAsManyAsMayBe() throws Exception {
    Store all = server.store();
    Store store =
        new Store(
            withPlaces(all.bucket(), 0),
            all.own(),
            all.names(),
            all.memory(),
            all.copiesAtOnce(),
            all.clock());
    Upload upload = new Upload(store, Key.of("up/1/data")).begin();
    for (int i = 0; i < 3; i++) {
      try (StagedAppend append = upload.append(upload.size())) {
        append.write(ByteBuffer.wrap(BYTES));
      }
    }
    try (InputStream in = upload.read()) {
      assertThat(in.readAllBytes()).hasSize(3 * BYTES.length);
    }
    upload.discard();
  }

  @Test
  void read_thatIsCutAfterSomeBytesEachTime_comesToTheEnd_inOnePlace() throws Exception {
    planCuts(20);
    try (InputStream one = open(BYTES.length);
        InputStream other = open(BYTES.length)) {
      assertThat(one.readAllBytes()).isEqualTo(BYTES);
      assertThat(proxy.hasLeft()).isFalse();
      assertThat(other.readAllBytes()).isEqualTo(BYTES);
    }
  }

  /** The only byte is the one that is cut off. */
  @Test
  void read_ofWhichNoByteComes_isGivenUp() throws Exception {
    planCuts(20);
    try (InputStream in = open(1)) {
      assertThatExceptionOfType(IOException.class).isThrownBy(in::read);
    }
  }

  private void planCuts(int count) {
    IntStream.range(0, count)
        .forEach(_ -> proxy.plan(request -> request.method().equals("GET"), CUT_BODY));
  }

  private InputStream all() {
    return ObjectStream.ofAll(bucket, OBJECT).orElseThrow();
  }

  private InputStream open(int length) throws IOException {
    String etag = bucket.find(OBJECT).orElseThrow().etag();
    return new ObjectStream(bucket, OBJECT, etag, 0, length);
  }

  private static Bucket withPlaces(Bucket bucket, int places) {
    return new Bucket(
        bucket.client(),
        bucket.presigner(),
        bucket.requests(),
        bucket.name(),
        bucket.form(),
        bucket.marks(),
        Readers.forClients(places));
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }
}
