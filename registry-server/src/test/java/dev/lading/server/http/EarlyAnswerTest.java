package dev.lading.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.server.exchange.RequestException;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Answers that are given before the body was read. */
class EarlyAnswerTest {
  private static final String NEXT = "GET /v2/ HTTP/1.1\nHost: x\n\n";

  private static ServedRoutes refusing() {
    return Uploads.answeredBy(
            _ -> {
              throw new RequestException.DigestMissing();
            })
        .serve();
  }

  @Test
  void continue_isSent_whenTheHandlerReads() throws Exception {
    try (ServedRoutes served = Uploads.answeredBy(Uploads::digest).serve();
        RawClient client = new RawClient(served.port())) {
      client.send(Uploads.head("Expect: 100-continue\nContent-Length: 3"));
      assertThat(client.answer().status()).isEqualTo(100);
      assertThat(client.send("abc").answer().status()).isEqualTo(201);
      assertThat(client.send(NEXT).answer().status()).isEqualTo(200);
    }
  }

  @Test
  void continue_isNotSent_whenTheAnswerNeedsNoBody() throws Exception {
    try (ServedRoutes served = refusing();
        RawClient client = new RawClient(served.port())) {
      RawClient.Answer answer =
          client.send(Uploads.head("Expect: 100-continue\nContent-Length: 3")).answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("Connection")).contains("close");
      assertThat(client.closedByPeer()).isTrue();
    }
  }

  @Test
  void smallUnreadBody_isDrained_andTheConnectionKept() throws Exception {
    try (ServedRoutes served = refusing();
        RawClient client = new RawClient(served.port())) {
      client.send(Uploads.head("Content-Length: 100000")).send(new byte[60_000]);
      assertThat(client.answer().status()).isEqualTo(400);
      client.send(new byte[40_000]).send(NEXT);
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void largeUnreadBody_isAnswered_andTheConnectionClosed() throws Exception {
    try (ServedRoutes served = refusing();
        RawClient client = new RawClient(served.port());
        ExecutorService sender = Executors.newVirtualThreadPerTaskExecutor()) {
      client.send(Uploads.head("Content-Length: 1000000000000"));
      Future<?> sending = sender.submit(() -> sendUntilClosed(client));
      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("Connection")).contains("close");
      assertThat(answer.body()).contains("digest-missing");
      assertThat(client.closedByPeer()).isTrue();
      sending.get();
    }
  }

  private static void sendUntilClosed(RawClient client) {
    try {
      for (int i = 0; i < 1_000_000; i++) {
        client.send(new byte[1_000_000]);
      }
    } catch (IOException e) {
      return; // as expected
    }
    throw new AssertionError("all of it was taken");
  }
}
