package dev.lading.runtime.registry.http;

import dev.lading.runtime.registry.RegistryException;
import dev.lading.runtime.registry.RegistryException.Interrupted;
import dev.lading.runtime.registry.RegistryException.NoTls;
import dev.lading.runtime.registry.RegistryException.TimedOut;
import dev.lading.runtime.registry.RegistryException.Unreachable;
import dev.lading.runtime.registry.RegistryException.Untrusted;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * One request, one answer, over connections that are kept. Safe for several threads. A client of
 * the library for each host that has certificates of its own, so that they are shown to nobody
 * else, and one for all others.
 */
final class Connections implements AutoCloseable {
  /** Who shares a client of the library. */
  private sealed interface Party {
    record ClearText() implements Party {}

    record Anybody() implements Party {}

    record Known(Path folder) implements Party {}
  }

  private final Map<Party, HttpClient> clients = new ConcurrentHashMap<>();
  private final HostCertificates certificates;
  private final ProxyRules proxies;
  private final Patience patience;

  Connections(HostCertificates certificates, ProxyRules proxies, Patience patience) {
    this.certificates = certificates;
    this.proxies = proxies;
    this.patience = patience;
  }

  /**
   * @throws Unreachable when the connection or the answer's head did not come
   * @throws Untrusted when the peer's certificate is not believed
   * @throws TimedOut when nothing moved
   */
  Answer exchange(Request request) {
    Optional<SentBody> body = request.body().map(SentBody::new);
    URI uri = request.uri();
    CompletableFuture<HttpResponse<ReceivedBody>> answer =
        client(uri).sendAsync(head(request, body), _ -> new ReceivedBody(uri, patience));
    HttpResponse<ReceivedBody> response = awaited(uri, answer, body);
    return new Answer(uri, response.statusCode(), response.headers(), response.body());
  }

  boolean hasCertificatesFor(URI uri) {
    return certificates.folder(uri.getAuthority()).isPresent();
  }

  /** Does not wait for answers that are still to come. */
  @Override
  public void close() {
    clients.values().forEach(HttpClient::shutdownNow);
  }

  private HttpClient client(URI uri) {
    if (!Addresses.isEncrypted(uri)) {
      return clients.computeIfAbsent(new Party.ClearText(), this::newClient);
    }
    Optional<Path> folder = certificates.folder(uri.getAuthority());
    Party party = folder.<Party>map(Party.Known::new).orElseGet(Party.Anybody::new);
    return clients.computeIfAbsent(party, this::newClient);
  }

  private HttpClient newClient(Party party) {
    return switch (party) {
      case Party.ClearText _ -> builder().build();
      case Party.Anybody _ -> builder().sslContext(certificates.context(Optional.empty())).build();
      case Party.Known known ->
          builder().sslContext(certificates.context(Optional.of(known.folder))).build();
    };
  }

  private HttpClient.Builder builder() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(patience.connect())
        .proxy(new SelectedProxy(proxies));
  }

  private HttpRequest head(Request request, Optional<SentBody> body) {
    HttpRequest.Builder head =
        HttpRequest.newBuilder(request.uri())
            .method(
                request.method().name(),
                body.map(SentBody::publisher).orElseGet(HttpRequest.BodyPublishers::noBody));
    request.headers().forEach(head::setHeader);
    request.secret().ifPresent(secret -> head.setHeader("Authorization", secret));
    proxies
        .find(request.uri())
        .flatMap(HttpProxy::secret)
        .ifPresent(secret -> head.setHeader("Proxy-Authorization", secret));
    return head.build();
  }

  private HttpResponse<ReceivedBody> awaited(
      URI uri, CompletableFuture<HttpResponse<ReceivedBody>> answer, Optional<SentBody> body) {
    boolean done = false;
    try {
      HttpResponse<ReceivedBody> response = watched(uri, answer, body);
      done = true;
      return response;
    } catch (ExecutionException e) {
      throw failure(uri, e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Interrupted(e);
    } finally {
      if (!done) {
        answer.cancel(true);
      }
    }
  }

  /** Waits while the request's body moves, and then for the answer's head. */
  private HttpResponse<ReceivedBody> watched(
      URI uri, CompletableFuture<HttpResponse<ReceivedBody>> answer, Optional<SentBody> body)
      throws ExecutionException, InterruptedException {
    long before = 0;
    while (true) {
      boolean sending = body.filter(b -> !b.isAllTaken()).isPresent();
      Duration limit = sending ? patience.stall() : patience.answer();
      try {
        return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        long now = body.map(SentBody::taken).orElse(0L);
        if (now - before < patience.leastBytes()) {
          throw new TimedOut(uri, sending ? "nearly no bytes were taken" : "no answer", limit, e);
        }
        before = now;
      }
    }
  }

  private static RegistryException failure(URI uri, Throwable cause) {
    if (isCausedBy(cause, CertificateException.class)) {
      return new Untrusted(uri, cause);
    }
    boolean handshake =
        isCausedBy(cause, SSLException.class) && !isCausedBy(cause, SSLHandshakeException.class);
    return handshake ? new NoTls(uri, cause) : new Unreachable(uri, cause);
  }

  private static boolean isCausedBy(Throwable thrown, Class<? extends Throwable> type) {
    return Stream.<Throwable>iterate(thrown, t -> t != null, Throwable::getCause)
        .limit(16)
        .anyMatch(type::isInstance);
  }
}
