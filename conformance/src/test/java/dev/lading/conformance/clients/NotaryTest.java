package dev.lading.conformance.clients;

import dev.lading.conformance.support.LadingServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** notary's own program publishes to a Lading that asks nobody who they are, and believes it. */
class NotaryTest {

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

  private static NotaryContract.Site site(Entrance entrance, Path directory) {
    LadingServer server = entrance.of(LadingServer.in(directory));
    String host = server.url().getAuthority();
    Notary notary = Notary.in(directory, server.url(), entrance.authority(server));
    return new NotaryContract.Site(
        server.with("trust.hostnames", List.of(host)).start(), notary, notary, host + "/prod/");
  }
}
