package dev.lading.conformance.auth;

import dev.lading.conformance.support.Authority;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.RegistryProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A Lading that speaks TLS and knows {@link People}, and what its clients need.
 *
 * @param directory has {@code server.crt}, {@code server.key} and {@code users.htpasswd} as well
 * @param certificates for {@code --cert-dir}
 * @param tokens somebody else's, if the registry believes them
 */
record Site(
    Path directory,
    Path certificates,
    Authority authority,
    LadingServer lading,
    RegistryProcess registry,
    Optional<TokenServer> tokens)
    implements AutoCloseable {

  /** How people log in. */
  enum Way {
    TOKENS,
    BASIC,
    EXTERNAL,
    CERTIFICATE
  }

  static Site start(Way way, Path directory) {
    return start(way, directory, Map.of());
  }

  /** With more settings. */
  static Site start(Way way, Path directory, Map<String, Object> more) {
    var authority = new Authority();
    Path certificates = certificates(directory, authority);
    Optional<TokenServer> tokens =
        way == Way.EXTERNAL ? Optional.of(TokenServer.start(authority)) : Optional.empty();
    LadingServer lading =
        LadingServer.in(directory)
            .overTls(directory.resolve("server.crt"), directory.resolve("server.key"))
            .with(
                tokens
                    .map(server -> server.settingsWithKeySet(directory))
                    .orElseGet(() -> settings(way, directory)))
            .with(more);
    return new Site(directory, certificates, authority, lading, lading.start(), tokens);
  }

  String host() {
    return registry.url().getAuthority();
  }

  HttpsClient client() {
    return HttpsClient.to(registry.url(), trust());
  }

  SSLContext trust() {
    return authority.trusting();
  }

  /** Whom the certificate names that a new connection gets. */
  String servedName() {
    try (var socket =
        (SSLSocket)
            trust()
                .getSocketFactory()
                .createSocket(registry.url().getHost(), registry.url().getPort())) {
      return socket.getSession().getPeerPrincipal().getName();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Clients with {@link #certificates} show this one. */
  void showCertificateOf(String name) {
    authority
        .issue(name)
        .write(certificates.resolve("client.cert"), certificates.resolve("client.key"));
  }

  @Override
  public void close() {
    registry.close();
    tokens.ifPresent(TokenServer::close);
  }

  private static Path certificates(Path directory, Authority authority) {
    try {
      Path certificates = Files.createDirectories(directory.resolve("certs"));
      authority.write(certificates.resolve("ca.crt"));
      authority
          .issue("registry")
          .write(directory.resolve("server.crt"), directory.resolve("server.key"));
      Files.writeString(directory.resolve("users.htpasswd"), People.htpasswd());
      return certificates;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> settings(Way way, Path directory) {
    return switch (way) {
      case BASIC -> Map.of("auth.htpasswd.path", "users.htpasswd", "auth.access", People.rules());
      case CERTIFICATE ->
          Map.of(
              "auth.access",
              People.rules(),
              "http.tls.clientcas",
              List.of(directory.resolve("certs/ca.crt").toString()),
              "http.tls.clientauth",
              "verify-client-cert-if-given");
      case TOKENS, EXTERNAL ->
          Map.of(
              "auth.htpasswd.path",
              "users.htpasswd",
              "auth.token.issue",
              true,
              "auth.access",
              People.rules());
    };
  }
}
