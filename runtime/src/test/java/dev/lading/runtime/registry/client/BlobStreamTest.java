package dev.lading.runtime.registry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.content.Algorithm;
import dev.lading.content.Descriptor;
import dev.lading.content.Digest;
import dev.lading.content.RepositoryName;
import dev.lading.runtime.registry.RegistryException;
import dev.lading.runtime.registry.RegistryException.BadAnswer;
import dev.lading.runtime.registry.RegistryException.Refused;
import dev.lading.runtime.registry.RegistryException.TimedOut;
import dev.lading.runtime.registry.RegistryException.Unreachable;
import dev.lading.runtime.registry.RegistryException.WrongBytes;
import dev.lading.runtime.registry.RegistryException.WrongSize;
import dev.lading.runtime.registry.RegistryHost;
import dev.lading.runtime.registry.http.Transport;
import dev.lading.runtime.registry.played.PlayedServer;
import dev.lading.runtime.registry.played.PlayedServer.Exchange;
import dev.lading.runtime.registry.played.RawServer;
import dev.lading.runtime.registry.played.Setting;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BlobStreamTest {
  private static final RepositoryName APP = RepositoryName.parse("team/app");
  private static final byte[] BYTES = bytes(300_000);
  private static final Descriptor BLOB =
      Descriptor.of("", Digest.of(Algorithm.SHA256, BYTES), BYTES.length);
  private static final String LINE = "GET /v2/team/app/blobs/" + BLOB.digest();

  private final PlayedServer server = PlayedServer.start();
  private final Setting setting = Setting.usual();
  private final Transport transport = setting.transport();

  @AfterEach
  void close() {
    transport.close();
    server.close();
  }

  @Test
  void blob_isReadWhole() throws IOException {
    server.on(LINE, e -> e.answer(200, BYTES));

    try (BlobStream blob = open(server)) {
      assertThat(blob.readAllBytes()).isEqualTo(BYTES);
      assertThat(blob.read()).isEqualTo(-1);
    }
  }

  @Test
  void blobOfNothing_isReadWhole() throws IOException {
    byte[] none = new byte[0];
    Descriptor empty = Descriptor.of("", Digest.of(Algorithm.SHA512, none), 0);

    try (BlobStream blob = blobs(server.host()).open(empty)) {
      assertThat(blob.readAllBytes()).isEmpty();
    }
  }

  @Test
  void lostConnection_goesOnByRange() throws IOException {
    AtomicInteger count = new AtomicInteger();
    server.on(
        LINE,
        e -> {
          if (count.incrementAndGet() == 1) {
            e.cutShort(200, Arrays.copyOf(BYTES, 100_000), BYTES.length);
          } else {
            part(e);
          }
        });

    try (BlobStream blob = open(server)) {
      assertThat(blob.readAllBytes()).isEqualTo(BYTES);
    }
    assertThat(server.seen().getLast().header("Range")).matches("bytes=[0-9]+-");
  }

  @Test
  void lostConnection_toAServerWithoutRange_goesOnAllTheSame() throws IOException {
    AtomicInteger count = new AtomicInteger();
    server.on(
        LINE,
        e -> {
          if (count.incrementAndGet() < 3) {
            e.cutShort(200, Arrays.copyOf(BYTES, 100_000 * count.get()), BYTES.length);
          } else {
            e.answer(200, BYTES);
          }
        });

    try (BlobStream blob = open(server)) {
      assertThat(blob.readAllBytes()).isEqualTo(BYTES);
    }
  }

  @Test
  void serverThatDiesAgainAndAgain_isGivenUp() {
    server.on(LINE, e -> e.cutShort(200, new byte[0], BYTES.length));

    try (BlobStream blob = open(server)) {
      assertThatThrownBy(blob::readAllBytes).isInstanceOf(Unreachable.class);
    }
    // An end that overtakes its head is one before it: such a request is made again, after a pause.
    assertThat(server.lines().stream().filter(LINE::equals)).hasSize(4 + setting.pauses().size());
  }

  @Test
  void serverThatStandsStill_isGivenUpAfterItsRepetitions() {
    try (RawServer silent =
            RawServer.start(
                (connection, head) -> {
                  boolean isBlob = head.getFirst().contains("blobs");
                  RawServer.say(
                      connection,
                      "HTTP/1.1 200 x\r\nConnection: close\r\nContent-Length: "
                          + (isBlob ? BYTES.length : 0)
                          + "\r\n\r\n");
                });
        Transport impatient = setting.stallingAfter(Duration.ofMillis(200)).transport();
        BlobStream blob =
            setting
                .client(RegistryHost.parse("127.0.0.1:" + silent.port()), impatient)
                .blobs(APP)
                .open(BLOB)) {
      assertThatThrownBy(blob::readAllBytes).isInstanceOf(TimedOut.class);
    }
  }

  @Test
  void resume_readsTheRestOnly() throws IOException {
    server.on(LINE, BlobStreamTest::part);
    MessageDigest hash = Algorithm.SHA256.newDigest();
    hash.update(BYTES, 0, 1000);

    try (BlobStream blob = blobs(server.host()).resume(BLOB, 1000, hash)) {
      assertThat(blob.readAllBytes()).isEqualTo(Arrays.copyOfRange(BYTES, 1000, BYTES.length));
    }
    assertThat(server.seen().getLast().header("Range")).isEqualTo("bytes=1000-");
  }

  @Test
  void resume_fromOtherBytes_isFoundOutAtTheEnd() {
    server.on(LINE, BlobStreamTest::part);
    MessageDigest hash = Algorithm.SHA256.newDigest();
    hash.update(new byte[1000]);

    try (BlobStream blob = blobs(server.host()).resume(BLOB, 1000, hash)) {
      assertThatThrownBy(blob::readAllBytes).isInstanceOf(WrongBytes.class);
    }
  }

  @Test
  void resume_atTheEnd_asksNothing() throws IOException {
    MessageDigest hash = Algorithm.SHA256.newDigest();
    hash.update(BYTES);

    try (BlobStream blob = blobs(server.host()).resume(BLOB, BYTES.length, hash)) {
      assertThat(blob.readAllBytes()).isEmpty();
    }
    assertThat(server.lines()).doesNotContain(LINE);
  }

  @Test
  void redirectedBlob_isReadThereWithoutTheLogin() throws IOException {
    try (PlayedServer store = PlayedServer.start()) {
      server.on(LINE, e -> e.with("Location", store.url("/bucket/x?sig=1")).answer(307, ""));
      store.on("GET /bucket/x", e -> e.answer(200, BYTES));

      try (BlobStream blob = open(server)) {
        assertThat(blob.readAllBytes()).isEqualTo(BYTES);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lies")
  void lie_isFoundOut(
      String what, PlayedServer.Part part, Class<? extends RegistryException> expected) {
    server.on(LINE, part);

    try (BlobStream blob = open(server)) {
      assertThatThrownBy(blob::readAllBytes).as(what).isInstanceOf(expected);
    }
  }

  static Stream<Arguments> lies() {
    byte[] others = BYTES.clone();
    others[BYTES.length - 1] ^= 1;
    return Stream.of(
        lie("other bytes", e -> e.answer(200, others), WrongBytes.class),
        lie("fewer bytes", e -> e.answer(200, Arrays.copyOf(BYTES, 10)), WrongSize.class),
        lie("more bytes", e -> e.answer(200, Arrays.copyOf(BYTES, 400_000)), WrongSize.class),
        lie(
            "more bytes, no length",
            e -> chunked(e, Arrays.copyOf(BYTES, 400_000)),
            WrongSize.class),
        lie("fewer bytes, no length", e -> chunked(e, Arrays.copyOf(BYTES, 10)), WrongSize.class),
        lie("a part of no place", e -> e.answer(206, BYTES), BadAnswer.class),
        lie(
            "a part of another place",
            e -> e.with("Content-Range", "bytes 5-9/300000").answer(206, BYTES),
            WrongSize.class),
        lie(
            "a part of no number",
            e -> e.with("Content-Range", "bytes a-b/c").answer(206, BYTES),
            BadAnswer.class),
        lie("an error", e -> e.answer(500, "no"), Refused.class));
  }

  private static Arguments lie(
      String what, PlayedServer.Part part, Class<? extends RegistryException> expected) {
    return Arguments.of(what, part, expected);
  }

  private BlobStream open(PlayedServer registry) {
    return blobs(registry.host()).open(BLOB);
  }

  private Blobs blobs(RegistryHost host) {
    return setting.client(host, transport).blobs(APP);
  }

  private static void part(Exchange exchange) throws IOException {
    int from = Integer.parseInt(exchange.seen().header("Range").replaceAll("[^0-9]", ""));
    exchange
        .with("Content-Range", "bytes " + from + "-" + (BYTES.length - 1) + "/" + BYTES.length)
        .answer(206, Arrays.copyOfRange(BYTES, from, BYTES.length));
  }

  private static void chunked(Exchange exchange, byte[] body) throws IOException {
    exchange.http().sendResponseHeaders(200, 0);
    exchange.http().getResponseBody().write(body);
    exchange.http().close();
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(42).nextBytes(bytes);
    return bytes;
  }
}
