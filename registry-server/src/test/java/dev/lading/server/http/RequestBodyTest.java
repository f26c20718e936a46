package dev.lading.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.server.exchange.RequestException;
import dev.lading.server.exchange.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 100, 65_535, 65_536, 65_537, 1_000_000, 5_000_000})
  void body_ofAnySize_arrivesWhole(int size) throws Exception {
    byte[] sent = Uploads.random(size);
    try (ServedRoutes served = Uploads.answeredBy(Uploads::digest).serve();
        RawClient client = new RawClient(served.port())) {
      client.send(Uploads.head("Content-Length: " + size)).send(sent);
      assertThat(client.answer().body()).isEqualTo(Uploads.saidOf(sent));
    }
  }

  @Test
  void body_inManySmallChunks_arrivesWhole() throws Exception {
    byte[] sent = Uploads.random(200_000);
    ByteArrayOutputStream chunked = new ByteArrayOutputStream();
    for (int i = 0; i < sent.length; i += 10) {
      chunked.writeBytes("a\r\n".getBytes(ISO_8859_1));
      chunked.write(sent, i, 10);
      chunked.writeBytes("\r\n".getBytes(ISO_8859_1));
    }
    chunked.writeBytes("0\r\n\r\n".getBytes(ISO_8859_1));
    try (ServedRoutes served = Uploads.answeredBy(Uploads::digest).serve();
        RawClient client = new RawClient(served.port())) {
      client.send(Uploads.head("Transfer-Encoding: chunked")).send(chunked.toByteArray());
      assertThat(client.answer().body()).isEqualTo(Uploads.saidOf(sent));
    }
  }

  @Test
  void body_thatComesByTheByte_isHandedOverAtOnce() throws Exception {
    CompletableFuture<Byte> first = new CompletableFuture<>();
    try (ServedRoutes served =
            Uploads.answeredBy(
                    request -> {
                      first.complete(request.body().next().orElseThrow().get());
                      return Uploads.digest(request);
                    })
                .serve();
        RawClient client = new RawClient(served.port())) {
      client.send(Uploads.head("Content-Length: 2")).send("x");
      assertThat(first.get()).isEqualTo((byte) 'x');
      client.send("y");
      assertThat(client.answer().body()).startsWith("1 ");
    }
  }

  @Test
  void body_fasterThanItsReader_isStoppedAtTheSocket() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    AtomicLong sentBytes = new AtomicLong();
    byte[] sent = Uploads.random(64 << 20);
    try (ServedRoutes served =
            Uploads.answeredBy(
                    request -> {
                      await(go);
                      return Uploads.digest(request);
                    })
                .serve();
        RawClient client = new RawClient(served.port());
        ExecutorService sender = Executors.newVirtualThreadPerTaskExecutor()) {
      client.send(Uploads.head("Content-Length: " + sent.length));
      Future<?> sending = sender.submit(() -> sendCounting(client, sent, sentBytes));
      Eventually.isTrue("the sender stands still", () -> standsStill(sentBytes));
      // 2 MiB are ours; the rest is what the kernel keeps on both sides.
      assertThat(sentBytes.get()).isLessThan(32 << 20);
      go.countDown();
      sending.get();
      assertThat(client.answer().body()).isEqualTo(Uploads.saidOf(sent));
    }
  }

  private static boolean standsStill(AtomicLong counter) throws InterruptedException {
    long before = counter.get();
    Thread.sleep(Duration.ofMillis(200));
    return before > 0 && counter.get() == before;
  }

  private static Void sendCounting(RawClient client, byte[] bytes, AtomicLong count)
      throws IOException {
    for (int at = 0; at < bytes.length; at += 64 << 10) {
      client.send(java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + (64 << 10))));
      count.set(at);
    }
    return null;
  }

  @Test
  void bodies_withFewPagesForMany_allArriveWhole() throws Exception {
    byte[] sent = Uploads.random(3 << 20);
    try (ServedRoutes served =
            Uploads.answeredBy(Uploads::digest)
                .limits(l -> Limits.buffers(l, 3, Duration.ofSeconds(30)))
                .serve();
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        answers.add(clients.submit(() -> put(served.port(), sent)));
      }
      for (Future<String> answer : answers) {
        assertThat(answer.get()).isEqualTo(Uploads.saidOf(sent));
      }
    }
  }

  private static String put(int port, byte[] sent) throws IOException {
    try (RawClient client = new RawClient(port)) {
      return client.send(Uploads.head("Content-Length: " + sent.length)).send(sent).answer().body();
    }
  }

  @Test
  void body_thatFindsNoPage_isRefusedAfterTheWait() throws Exception {
    CountDownLatch holdsThePage = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (ServedRoutes served =
            Uploads.answeredBy(
                    request -> {
                      if (request.query().has("hold")) {
                        request.body().next();
                        holdsThePage.countDown();
                        await(go);
                      }
                      return Uploads.digest(request);
                    })
                .limits(l -> Limits.buffers(l, 1, Duration.ofMillis(200)))
                .serve();
        RawClient holder = new RawClient(served.port());
        RawClient late = new RawClient(served.port())) {
      holder
          .send(Uploads.head("Content-Length: 10").replace("/1 HTTP", "/1?hold HTTP"))
          .send("01234");
      holdsThePage.await();
      late.send(Uploads.head("Content-Length: 5")).send("abcde");
      RawClient.Answer answer = late.answer();
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.header("Retry-After")).isPresent();
      assertThat(answer.body()).contains("TOOMANYREQUESTS").contains("buffers-exhausted");
      go.countDown();
      assertThat(holder.send("56789").answer().body()).startsWith("5 ");
      late.send(Uploads.head("Content-Length: 5")).send("abcde");
      assertThat(late.answer().body()).startsWith("5 ");
    }
  }

  @Test
  void body_thatEndsEarly_givesWhatCameAndThenFails() throws Exception {
    CompletableFuture<String> seen = new CompletableFuture<>();
    try (ServedRoutes served =
        Uploads.answeredBy(
                request -> {
                  int count = 0;
                  try {
                    for (Optional<ByteBuffer> piece = request.body().next();
                        piece.isPresent();
                        piece = request.body().next()) {
                      count += piece.get().remaining();
                    }
                    seen.complete("whole");
                  } catch (RequestException.BodyTruncated e) {
                    seen.complete("truncated after " + count);
                  }
                  return Response.of(201);
                })
            .serve()) {
      try (RawClient client = new RawClient(served.port())) {
        client.send(Uploads.head("Content-Length: 1000000")).send(new byte[700_000]);
      }
      assertThat(seen.get()).isEqualTo("truncated after 700000");
    }
  }

  @Test
  void body_thatSaysItIsTooLarge_isRefusedUnread() throws Exception {
    try (ServedRoutes served =
            Uploads.answeredBy(Uploads::digest).limits(l -> Limits.bodyBytes(l, 1000)).serve();
        RawClient client = new RawClient(served.port())) {
      RawClient.Answer answer = client.send(Uploads.head("Content-Length: 1001")).answer();
      assertThat(answer.status()).isEqualTo(413);
      assertThat(answer.body()).contains("SIZE_INVALID").contains("body-too-large");
    }
  }

  @Test
  void body_thatTurnsOutTooLarge_isCutOff() throws Exception {
    try (ServedRoutes served =
            Uploads.answeredBy(Uploads::digest).limits(l -> Limits.bodyBytes(l, 1000)).serve();
        RawClient client = new RawClient(served.port())) {
      client.send(Uploads.head("Transfer-Encoding: chunked")).send("3e9\n" + "x".repeat(1001));
      assertThat(client.answer().status()).isEqualTo(413);
      assertThat(client.closedByPeer()).isTrue();
    }
  }

  @Test
  void body_slowerThanAllowed_isAnswered408AndClosed() throws Exception {
    try (ServedRoutes served =
            Uploads.answeredBy(Uploads::digest)
                .limits(l -> Limits.slowBodies(l, 1024, Duration.ofMillis(400)))
                .serve();
        RawClient client = new RawClient(served.port())) {
      RawClient.Answer answer =
          client.send(Uploads.head("Content-Length: 1000000")).send("x").answer();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.body()).contains("SIZE_INVALID").contains("body-too-slow");
      assertThat(answer.header("Connection")).contains("close");
      assertThat(client.closedByPeer()).isTrue();
    }
  }

  @Test
  void body_whoseReaderIsSlow_isNotBlamed() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    byte[] sent = Uploads.random(8 << 20);
    try (ServedRoutes served =
            Uploads.answeredBy(
                    request -> {
                      await(go);
                      return Uploads.digest(request);
                    })
                .limits(l -> Limits.slowBodies(l, 1024, Duration.ofMillis(100)))
                .serve();
        ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<String> answer = clients.submit(() -> put(served.port(), sent));
      Thread.sleep(Duration.ofMillis(500)); // five windows long
      go.countDown();
      assertThat(answer.get()).isEqualTo(Uploads.saidOf(sent));
    }
  }

  @Test
  void fastBody_among500SlowOnes_arrivesWhole() throws Exception {
    byte[] sent = Uploads.random(32 << 20);
    List<RawClient> slow = new ArrayList<>();
    try (ServedRoutes served =
        Uploads.answeredBy(Uploads::digest)
            .limits(l -> Limits.slowBodies(l, 1024, Duration.ofSeconds(3)))
            .serve()) {
      for (int i = 0; i < 500; i++) {
        RawClient client = new RawClient(served.port());
        slow.add(client.send(Uploads.head("Content-Length: 1000000")).send("x"));
      }
      assertThat(put(served.port(), sent)).isEqualTo(Uploads.saidOf(sent));
      for (RawClient client : slow) {
        assertThat(client.answer().status()).isEqualTo(408);
      }
    } finally {
      for (RawClient client : slow) {
        client.close();
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
