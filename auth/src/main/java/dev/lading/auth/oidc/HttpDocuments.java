package dev.lading.auth.oidc;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Small documents over HTTP: at most 256 KiB, all of it within the deadline, no redirects (not even
 * on one host: an issuer's keys are where it says they are).
 */
final class HttpDocuments implements AutoCloseable {
  private static final int LIMIT_BYTES = 256 * 1024;

  private final HttpClient client;
  private final Duration deadline;

  HttpDocuments(Duration deadline) {
    this.deadline = deadline;
    this.client =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(deadline)
            .build();
  }

  /**
   * @throws IOException when there is no answer, another one than 200, or too long a one
   */
  byte[] get(URI uri) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(KeyLocation.requireSafe(uri))
            .header("Accept", "application/json")
            .build();
    HttpResponse<byte[]> response =
        awaited(
            client.sendAsync(
                request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), LIMIT_BYTES)));
    if (response.statusCode() != 200) {
      throw new IOException(uri + " answered " + response.statusCode());
    }
    return response.body();
  }

  /** The client's own timeout ends with the head of the answer; this one covers the body too. */
  private HttpResponse<byte[]> awaited(CompletableFuture<HttpResponse<byte[]>> answer)
      throws IOException {
    try {
      return answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException("no answer", e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("no whole answer in " + deadline, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      answer.cancel(true);
    }
  }

  /** Does not wait for answers that are still to come. */
  @Override
  public void close() {
    client.shutdownNow();
  }
}
