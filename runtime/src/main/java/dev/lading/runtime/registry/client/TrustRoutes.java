package dev.lading.runtime.registry.client;

import dev.lading.runtime.registry.http.Answer;
import dev.lading.runtime.registry.http.Method;
import dev.lading.runtime.registry.http.Request;
import dev.lading.runtime.registry.http.RequestBody;
import dev.lading.runtime.registry.login.Scope;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;

/**
 * The trust data of one repository, as bytes: what they mean and whether they are true is for
 * whoever reads them. The routes are those of notary 0.7.0, which a registry may serve itself.
 *
 * @see <a href="https://github.com/notaryproject/notary/tree/v0.7.0/server">notary 0.7.0,
 *     server</a>
 */
public final class TrustRoutes {
  private static final int KEY_LIMIT_BYTES = 256 * 1024;
  private static final int FILE_LIMIT_BYTES = 16 * 1024 * 1024;

  private final Caller caller;
  private final String gun;

  TrustRoutes(Caller caller, String gun) {
    this.caller = caller;
    this.gun = gun;
  }

  /**
   * A role's metadata.
   *
   * @param file {@code timestamp}, {@code 3.root}, {@code targets/releases.<sha256>}: what stands
   *     before {@code .json}
   * @param limitBytes the most that it may have; what it must have, once that is known
   * @return empty when there is none
   */
  public Optional<byte[]> find(String file, int limitBytes) {
    Request request = request(Method.GET, TrustPart.requireRole(file) + ".json");
    try (Answer answer = caller.send(request, Scope.repository(gun, "pull"))) {
      if (answer.status() == 404) {
        return Optional.empty();
      }
      return Optional.of(Caller.succeeded(answer).read(Math.min(limitBytes, FILE_LIMIT_BYTES)));
    }
  }

  /** The public key that the registry signs {@code timestamp} or {@code snapshot} with. */
  public byte[] key(String role) {
    Request request = request(Method.GET, TrustPart.requireRole(role) + ".key");
    try (Answer answer = caller.succeed(request, Scope.repository(gun, "pull", "push"))) {
      return answer.read(KEY_LIMIT_BYTES);
    }
  }

  /** A new one, which counts once a root is published that has it. */
  public byte[] newKey(String role) {
    Request request =
        request(Method.POST, TrustPart.requireRole(role) + ".key").with(RequestBody.none());
    try (Answer answer = caller.succeed(request, Scope.repository(gun, "*"))) {
      return answer.read(KEY_LIMIT_BYTES);
    }
  }

  /**
   * Publishes all of it or nothing.
   *
   * @throws dev.lading.runtime.registry.RegistryException.Refused when the registry does not take
   *     it, {@code VERSION} when somebody else was first
   */
  public void publish(List<TrustPart> parts) {
    MultipartForm form = MultipartForm.of(parts, new SecureRandom());
    Request request =
        request(Method.POST, "")
            .with("Content-Type", form.contentType())
            .with(RequestBody.of(form.bytes()));
    caller.succeed(request, Scope.repository(gun, "pull", "push")).close();
  }

  /** All metadata of the repository; nothing need be there. */
  public void delete() {
    caller.succeed(request(Method.DELETE, ""), Scope.repository(gun, "*")).close();
  }

  private Request request(Method method, String file) {
    return caller.request(method, gun + "/_trust/tuf/" + file);
  }
}
