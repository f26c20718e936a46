package dev.lading.runtime.registry.http;

import dev.lading.runtime.registry.RegistryException.BadAnswer;
import dev.lading.runtime.registry.RegistryException.Danger;
import dev.lading.runtime.registry.RegistryException.Interrupted;
import dev.lading.runtime.registry.RegistryException.TimedOut;
import dev.lading.runtime.registry.RegistryException.Unreachable;
import dev.lading.runtime.registry.RegistryException.Unsafe;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Sends requests by the rules of this package and hands out whatever is answered in the end, errors
 * too. Safe for several threads.
 *
 * <p>GET and HEAD are sent again when nobody answered, everything when the answer was that there is
 * no time; GET and HEAD follow redirects, by the rules of {@link Addresses}, without the secret
 * when another origin is meant.
 */
public final class Transport implements AutoCloseable {
  private static final int MOST_REDIRECTS = 5;
  private static final int KEPT = 16 * 1024;

  /** What a transport goes by. */
  public record Settings(
      HostCertificates certificates,
      ProxyRules proxies,
      PlainHttp plain,
      Patience patience,
      Repetition repetition,
      String userAgent) {}

  private final Settings settings;
  private final Connections connections;

  public Transport(Settings settings) {
    this.settings = settings;
    this.connections = new Connections(settings.certificates, settings.proxies, settings.patience);
  }

  public PlainHttp plain() {
    return settings.plain;
  }

  /** Whether somebody laid certificates down for this host: then it is never asked without TLS. */
  public boolean hasCertificatesFor(URI uri) {
    return connections.hasCertificatesFor(uri);
  }

  /**
   * The caller closes the answer.
   *
   * @throws Unsafe when the address, or one it leads to, is not to be asked
   * @throws Unreachable when there was no answer, however often it was tried
   */
  public Answer send(Request request) {
    return send(request, settings.repetition.attempts());
  }

  /** The same without trying again. */
  public Answer sendOnce(Request request) {
    return send(request, 1);
  }

  /** Does not wait for answers that are still to come. */
  @Override
  public void close() {
    connections.close();
  }

  private Answer send(Request request, int attempts) {
    Addresses.requireSafe(request.uri(), settings.plain);
    Request next = request.with("User-Agent", settings.userAgent);
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      Answer answer = repeated(next, attempts);
      if (!isRedirect(next, answer)) {
        return answer;
      }
      URI target = target(answer);
      end(answer);
      next = next.movedTo(Addresses.requireSafe(next.uri(), target, settings.plain));
    }
    throw new Unsafe(next.uri(), Danger.TOO_MANY);
  }

  private Answer repeated(Request request, int attempts) {
    Repetition repetition = settings.repetition;
    for (int attempt = 0; ; attempt++) {
      boolean last = attempt + 1 >= attempts;
      try {
        Answer answer = connections.exchange(request);
        Optional<Duration> wait = last ? Optional.empty() : wait(answer, attempt);
        if (wait.isEmpty()) {
          return answer;
        }
        end(answer);
        pause(wait.get());
      } catch (Unreachable e) {
        if (last || !request.method().isRepeatable()) {
          throw e;
        }
        pause(repetition.backoff(attempt));
      }
    }
  }

  /** How long the registry wants to be left alone; empty when this is its answer. */
  private Optional<Duration> wait(Answer answer, int attempt) {
    if (answer.status() != 429 && answer.status() != 503) {
      return Optional.empty();
    }
    Repetition repetition = settings.repetition;
    Duration wait =
        answer
            .header("Retry-After")
            .flatMap(repetition::asked)
            .orElseGet(() -> repetition.backoff(attempt));
    return Optional.of(wait).filter(w -> w.compareTo(repetition.longest()) <= 0);
  }

  private void pause(Duration length) {
    try {
      settings.repetition.pause().of(length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Interrupted(e);
    }
  }

  private static boolean isRedirect(Request request, Answer answer) {
    return request.method().isRepeatable()
        && switch (answer.status()) {
          case 301, 302, 303, 307, 308 -> true;
          default -> false;
        };
  }

  private static URI target(Answer answer) {
    String location =
        answer
            .header("Location")
            .orElseThrow(() -> new BadAnswer(answer.uri(), "a redirect to nowhere"));
    return resolved(answer.uri(), location);
  }

  /**
   * Where a header that came from {@code base} points to.
   *
   * @throws BadAnswer when it is no address
   */
  public static URI resolved(URI base, String location) {
    try {
      return base.resolve(location);
    } catch (IllegalArgumentException e) {
      throw new BadAnswer(base, "a Location that is no address", e);
    }
  }

  /** Reads the little that is usually left, so that the connection can be used again. */
  private static void end(Answer answer) {
    try (answer) {
      answer.readUpTo(KEPT);
    } catch (Unreachable | TimedOut _) {
      // Nobody wanted it.
    }
  }
}
