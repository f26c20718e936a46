package dev.lading.runtime.registry.client;

import dev.lading.content.RepositoryName;
import dev.lading.runtime.registry.RegistryException.Unreachable;
import dev.lading.runtime.registry.RegistryHost;
import dev.lading.runtime.registry.http.Addresses;
import dev.lading.runtime.registry.http.Answer;
import dev.lading.runtime.registry.http.Method;
import dev.lading.runtime.registry.http.Request;
import dev.lading.runtime.registry.http.Transport;
import dev.lading.runtime.registry.login.CredentialSource;
import dev.lading.runtime.registry.login.Login;
import java.net.URI;
import java.time.Clock;
import java.util.Set;

/** One registry. Holds nothing of its own that has to be closed. */
public final class RegistryClient {
  private final Caller caller;

  private RegistryClient(Caller caller) {
    this.caller = caller;
  }

  /**
   * Finds out how the registry is spoken to: over TLS; in clear text only where the transport
   * allows that, the peer speaks no TLS, and nobody laid certificates down for it. Asks nothing
   * where there is no choice.
   *
   * @param transport the caller's, who closes it when no client uses it any more
   * @param source asked when the registry wants a login
   */
  public static RegistryClient connect(
      RegistryHost host, Transport transport, CredentialSource source, Clock clock) {
    URI base = base(host, transport);
    Login login = new Login(host, base, transport, source, clock);
    return new RegistryClient(new Caller(base, login, transport));
  }

  /** Where it answers. */
  public URI base() {
    return caller.base();
  }

  /**
   * That there is a registry which takes the credentials.
   *
   * @throws dev.lading.runtime.registry.RegistryException.LoginRefused when it does not
   * @throws dev.lading.runtime.registry.RegistryException.Refused when it is none
   */
  public void ping() {
    Request request = caller.request(Method.GET, "");
    Caller.succeeded(caller.login().send(request, Set.of())).close();
  }

  public Manifests manifests(RepositoryName name) {
    return new Manifests(caller, name);
  }

  public Blobs blobs(RepositoryName name) {
    return new Blobs(caller, name);
  }

  public Uploads uploads(RepositoryName name) {
    return new Uploads(caller, name);
  }

  public Tags tags(RepositoryName name) {
    return new Tags(caller, name);
  }

  public Referrers referrers(RepositoryName name) {
    return new Referrers(caller, name);
  }

  /**
   * Trust data.
   *
   * @param gun {@code host/repository}; the host need not be how this registry was reached
   */
  public TrustRoutes trust(String gun) {
    return new TrustRoutes(caller, gun);
  }

  private static URI base(RegistryHost host, Transport transport) {
    URI encrypted = URI.create("https://" + host.endpoint() + "/");
    URI clear = URI.create("http://" + host.endpoint() + "/");
    if (!transport.plain().allows(clear) || transport.hasCertificatesFor(encrypted)) {
      return encrypted;
    }
    Request ping = Request.of(Method.GET, clear.resolve("/v2/"));
    try (Answer answer = transport.sendOnce(ping)) {
      boolean isClear = answer.status() != 400 && !Addresses.isEncrypted(answer.uri());
      return isClear ? clear : encrypted;
    } catch (Unreachable _) {
      return encrypted;
    }
  }
}
