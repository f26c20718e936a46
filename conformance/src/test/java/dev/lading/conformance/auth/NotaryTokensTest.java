package dev.lading.conformance.auth;

import dev.lading.conformance.clients.Entrance;
import dev.lading.conformance.clients.Needs;
import dev.lading.conformance.clients.Notary;
import dev.lading.conformance.clients.NotaryContract;
import dev.lading.conformance.support.LadingServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Alice publishes and Bob reads by notary's own program, with tokens. */
class NotaryTokensTest {
  private static final String HOST = "reg.example.com:5000";

  @Nested
  @Needs("notary")
  class InTheOpen extends NotaryContract {
    InTheOpen(@TempDir Path directory) throws IOException {
      super(site(Entrance.PLAIN, directory));
    }
  }

  @Nested
  @Needs("notary")
  class OverTls extends NotaryContract {
    OverTls(@TempDir Path directory) throws IOException {
      super(site(Entrance.TLS, directory));
    }
  }

  private static NotaryContract.Site site(Entrance entrance, Path directory) throws IOException {
    Files.writeString(directory.resolve("users.htpasswd"), People.htpasswd());
    LadingServer server = entrance.of(LadingServer.in(directory)).with(settings());
    Notary notary = Notary.in(directory, server.url(), entrance.authority(server));
    return new NotaryContract.Site(
        server.start(),
        notary.as(People.ALICE.creds()),
        notary.as(People.BOB.creds()),
        HOST + "/team-a/");
  }

  private static Map<String, Object> settings() {
    return Map.of(
        "auth.htpasswd.path",
        "users.htpasswd",
        "auth.token.issue",
        true,
        "auth.access",
        People.rules(),
        "trust.hostnames",
        List.of(HOST));
  }
}
