package dev.lading.conformance.clients;

import dev.lading.conformance.support.Authority;
import dev.lading.conformance.support.LadingServer;
import java.nio.file.Path;
import java.util.Optional;

/** How clients come in. */
public enum Entrance {
  PLAIN,
  TLS;

  /** The server with this entrance; what it and its clients need is put into its directory. */
  public LadingServer of(LadingServer server) {
    if (this == PLAIN) {
      return server;
    }
    Path certificate = server.directory().resolve("server.crt");
    Path key = server.directory().resolve("server.key");
    Authority authority = new Authority();
    authority.write(authorityFile(server));
    authority.issue("registry").write(certificate, key);
    return server.overTls(certificate, key);
  }

  /** Whom the clients of such a server are to trust. */
  public Optional<Path> authority(LadingServer server) {
    return Optional.of(authorityFile(server)).filter(_ -> this == TLS);
  }

  private static Path authorityFile(LadingServer server) {
    return server.directory().resolve("ca.crt");
  }
}
