package dev.lading.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionsTest {
  private static final String ASK = "GET /v2/ HTTP/1.1\nHost: x\n\n";

  private static ServedRoutes.Table root() {
    return ServedRoutes.table().route(Method.GET, "/v2/", _ -> Response.json(200, "{}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "GET /v2/ HT", ASK, ASK + "GET"})
  void idleConnection_isClosed(String before) throws Exception {
    try (ServedRoutes served =
            root().limits(l -> Limits.connections(l, Duration.ofMillis(300), 1000)).serve();
        RawClient client = new RawClient(served.port())) {
      assertThat(client.send(before).closedByPeer()).isTrue();
    }
  }

  @Test
  void busyConnection_isNotIdle() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    try (ServedRoutes served =
            ServedRoutes.table()
                .route(
                    Method.GET,
                    "/v2/",
                    _ -> {
                      await(go);
                      return Response.json(200, "{}");
                    })
                .limits(l -> Limits.connections(l, Duration.ofMillis(100), 1000))
                .serve();
        RawClient client = new RawClient(served.port())) {
      client.send(ASK);
      Thread.sleep(Duration.ofMillis(500)); // five times as long as one may be idle
      go.countDown();
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void answerThatNobodyTakes_isGivenUp() throws Exception {
    try (ServedRoutes served =
            ServedRoutes.table()
                .route(Method.GET, "/v2/", _ -> Response.json(200, new byte[64 << 20]))
                .limits(l -> Limits.connections(l, Duration.ofMillis(300), 1000))
                .serve();
        RawClient client = new RawClient(served.port())) {
      client.send(ASK).read();
      Thread.sleep(Duration.ofSeconds(1)); // more than three times the limit
      assertThat(client.answer().body().length()).isLessThan(64 << 20);
    }
  }

  @Test
  void oneConnectionTooMany_makesTheOldestIdleGo() throws Exception {
    List<RawClient> idle = new ArrayList<>();
    try (ServedRoutes served =
        root().limits(l -> Limits.connections(l, Duration.ofMinutes(1), 20)).serve()) {
      for (int i = 0; i < 60; i++) {
        RawClient client = new RawClient(served.port());
        idle.add(client);
        // Each is answered, however many came before it:
        assertThat(client.send(ASK).answer().status()).isEqualTo(200);
      }
      assertThat(idle.getFirst().closedByPeer()).isTrue();
      assertThat(idle.getLast().send(ASK).answer().status()).isEqualTo(200);
    } finally {
      for (RawClient client : idle) {
        client.close();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"line, 414, request-line-too-long", "header, 431, headers-too-large"})
  void headTooLarge_isRefusedInJson(String part, int status, String reason) throws Exception {
    String big = "x".repeat(5000);
    String request =
        part.equals("line")
            ? "GET /v2/" + big + " HTTP/1.1\nHost: x\n\n"
            : "GET /v2/ HTTP/1.1\nHost: x\nAuthorization: " + big + "\n\n";
    try (ServedRoutes served = root().limits(l -> Limits.head(l, 4000, 4000)).serve();
        RawClient client = new RawClient(served.port())) {
      assertRefused(client.send(request), status, reason);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NONSENSE\n\n",
        "GET /v2/ HTTP/1.1\nHost: x\nContent-Length: many\n\n",
        "GET /v2/ HTTP/1.1\nHost: x\nContent-Length: 1\nContent-Length: 2\n\n",
        "GET /v2/ HTTP/1.1\nHost: x\nBad Name: 1\n\n",
        "GET /v2/ HTTP/1.1\n\n",
        "GET /v2/ HTTP/1.1\nHost: x\nHost: y\n\n",
        "GET /v2/ HTTP/1.1\nHost: x y\n\n",
        "GET /v2/ HTTP/1.1\nHost: x\nTransfer-Encoding: gzip\n\n",
        "GET /v2/ HTTP/1.1\nHost: x\nTransfer-Encoding: gzip, chunked\n\n",
        "GET /v2/ HTTP/1.0\nHost: x\nTransfer-Encoding: chunked\n\n",
      })
  void malformedHead_isRefusedInJson(String request) throws Exception {
    try (ServedRoutes served = root().serve();
        RawClient client = new RawClient(served.port())) {
      assertRefused(client.send(request), 400, "request-malformed");
    }
  }

  private static void assertRefused(RawClient client, int status, String reason)
      throws IOException {
    RawClient.Answer answer = client.answer();
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.header("X-Request-Id")).isPresent();
    assertThat(answer.body()).contains(reason);
    assertThat(client.closedByPeer()).isTrue();
  }

  @Test
  void close_letsRunningRequestsEnd_andAcceptsNoMore() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    try (ServedRoutes served =
            ServedRoutes.table()
                .route(
                    Method.GET,
                    "/v2/",
                    _ -> {
                      running.countDown();
                      await(go);
                      return Response.json(200, "{}");
                    })
                .serve();
        RawClient client = new RawClient(served.port());
        ExecutorService stopper = Executors.newVirtualThreadPerTaskExecutor()) {
      int port = served.port();
      client.send(ASK);
      running.await();
      Future<?> stopping = stopper.submit(served::close);
      Eventually.isTrue("nobody listens", () -> !accepts(port));
      assertThat(stopping.isDone()).isFalse();
      go.countDown();
      assertThat(client.answer().status()).isEqualTo(200);
      stopping.get();
    }
  }

  private static boolean accepts(int port) throws IOException {
    try (RawClient _ = new RawClient(port)) {
      return true;
    } catch (ConnectException e) {
      return false;
    }
  }

  @Test
  void close_givesUpWhatDoesNotEnd() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    try (ServedRoutes served =
            Uploads.answeredBy(
                    request -> {
                      running.countDown();
                      return Uploads.digest(request);
                    })
                .settings(s -> Settings.withDrain(s, Duration.ofMillis(300)))
                .serve();
        RawClient client = new RawClient(served.port())) {
      client.send(Uploads.head("Content-Length: 10")).send("x");
      running.await();
      served.edge().close();
      assertThat(client.closedByPeer()).isTrue();
      assertThat(served.access().status()).isEqualTo(400);
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
