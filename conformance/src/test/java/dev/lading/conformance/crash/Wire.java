package dev.lading.conformance.crash;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Findings;
import dev.lading.conformance.support.Registry;
import dev.lading.conformance.support.Request;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/**
 * HTTP/1.1 to one server that may die at any moment. Safe for several threads; closed by its owner.
 */
public final class Wire implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final URI url;
  private final HttpClient client;

  public Wire(Registry registry) {
    this.url = registry.url();
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
  }

  /**
   * @throws IOException when there is no whole answer; what became of the request is then unknown
   */
  public Answer send(Request request) throws IOException {
    try {
      HttpResponse<byte[]> response = client.send(http(request), BodyHandlers.ofByteArray());
      return new Answer(
          request, response.statusCode(), headers(response), response.body(), new Findings());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
  }

  private HttpRequest http(Request request) {
    BodyPublisher body =
        request.hasBody()
            ? BodyPublishers.ofByteArray(request.body().bytes())
            : BodyPublishers.noBody();
    HttpRequest.Builder http =
        HttpRequest.newBuilder(url.resolve(request.target()))
            .timeout(LIMIT)
            .method(request.method(), body);
    request.headers().forEach(line -> http.header(line.name(), line.value()));
    return http.build();
  }

  private static List<Request.Header> headers(HttpResponse<?> response) {
    return response.headers().map().entrySet().stream()
        .flatMap(
            header ->
                header.getValue().stream().map(value -> new Request.Header(header.getKey(), value)))
        .toList();
  }
}
