package dev.lading.conformance.clients;

import dev.lading.conformance.support.FreePort;
import dev.lading.conformance.support.RegistryProcess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** notary's own server, which keeps what it is sent in memory. */
public final class NotaryServer {
  private NotaryServer() {}

  /**
   * @param directory gets its configuration and its log
   */
  public static RegistryProcess start(Path directory) throws IOException {
    int port = FreePort.choose();
    Path config =
        Files.writeString(
            directory.resolve("notary-server.json"),
            """
            {"server":{"http_addr":"127.0.0.1:%d"},
             "trust_service":{"type":"local","hostname":"","port":"","key_algorithm":"ecdsa"},
             "logging":{"level":"error"},"storage":{"backend":"memory"}}"""
                .formatted(port));
    return RegistryProcess.start(
        List.of("notary-server", "-config", config.toString()),
        URI.create("http://127.0.0.1:" + port),
        directory.resolve("notary-server.log"));
  }
}
