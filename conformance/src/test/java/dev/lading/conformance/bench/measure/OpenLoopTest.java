package dev.lading.conformance.bench.measure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lading.conformance.bench.wire.Request;
import dev.lading.conformance.bench.wire.Response;
import dev.lading.conformance.bench.wire.UnexpectedAnswer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
  private static final Duration STALL = Duration.ofMillis(400);

  private final AtomicInteger served = new AtomicInteger();
  private HttpServer server;

  /** A server of one thread: while it stalls, everybody waits. */
  @BeforeEach
  void startServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  @Test
  void run_whenServerStallsOnce_chargesEveryRequestDueMeanwhile() throws Exception {
    Latencies latencies = run("/stall");
    long delayed = latencies.sorted().stream().filter(latency -> latency.toMillis() >= 100).count();
    assertThat(delayed)
        .as("of about 30 requests that were due at least 100 ms before the end")
        .isGreaterThan(15);
    assertThat(latencies.percentileMillis(100)).isGreaterThanOrEqualTo(400.0);
  }

  @Test
  void run_countsEveryRequest() throws Exception {
    assertThat(run("/").sorted()).hasSize(100);
  }

  @Test
  void run_whenOneAnswerIsAnError_isVoid() {
    assertThatThrownBy(() -> run("/fail"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("503");
  }

  @Test
  void run_whenOneAnswerIsWrong_isVoid() {
    assertThatThrownBy(() -> run("/wrong"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("wrong");
  }

  private Latencies run(String path) throws IOException, InterruptedException {
    var loop = new OpenLoop(100, 100, Duration.ofSeconds(20));
    return loop.run(
        server.getAddress().getPort(),
        new OpenLoop.Script() {
          @Override
          public Request request(int i) {
            return Request.get(path);
          }

          @Override
          public void check(int i, Response response) {
            if (!response.expect(200).text().equals("right")) {
              throw new UnexpectedAnswer("wrong");
            }
          }
        });
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = served.incrementAndGet() == 5 ? exchange.getRequestURI().getPath() : "/";
    if (path.equals("/stall")) {
      stall();
    }
    byte[] body = (path.equals("/wrong") ? "left" : "right").getBytes(UTF_8);
    exchange.sendResponseHeaders(path.equals("/fail") ? 503 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static void stall() {
    try {
      new CountDownLatch(1).await(STALL.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
