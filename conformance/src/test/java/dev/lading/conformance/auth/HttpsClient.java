package dev.lading.conformance.auth;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Findings;
import dev.lading.conformance.support.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Sends requests over connections of its own, by HTTP/2 where the server speaks it. */
record HttpsClient(URI base, HttpClient wire) implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  static HttpsClient to(URI base, SSLContext context) {
    return new HttpsClient(base, HttpClient.newBuilder().sslContext(context).build());
  }

  /** The value of {@code Authorization} for a name and a secret. */
  static String basic(String name, String secret) {
    byte[] pair = (name + ":" + secret).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  Answer send(Request request) {
    try {
      HttpRequest.Builder wanted =
          HttpRequest.newBuilder(base.resolve(request.target()))
              .timeout(LIMIT)
              .method(
                  request.method(), HttpRequest.BodyPublishers.ofByteArray(request.body().bytes()));
      request.headers().forEach(line -> wanted.header(line.name(), line.value()));
      HttpResponse<byte[]> answer =
          wire.send(wanted.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(
          request, answer.statusCode(), headers(answer), answer.body(), new Findings());
    } catch (IOException e) {
      throw new UncheckedIOException(request.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    wire.close();
  }

  private static List<Request.Header> headers(HttpResponse<?> answer) {
    return answer.headers().map().entrySet().stream()
        .flatMap(line -> line.getValue().stream().map(v -> new Request.Header(line.getKey(), v)))
        .toList();
  }
}
