package dev.lading.server.http;

import dev.lading.server.tls.ClientAuth;
import dev.lading.server.tls.TestAuthority;
import dev.lading.server.tls.TlsFiles;
import dev.lading.server.tls.TlsSettings;
import dev.lading.server.tls.TlsVersion;
import java.nio.file.Path;
import java.util.List;

/** An authority, the files of a server it has signed, and settings that name them. */
final class TlsFixture {
  private final TestAuthority authority = new TestAuthority("test authority");
  private final Path directory;

  TlsFixture(Path directory) {
    this.directory = directory;
    authority.server().write(directory);
  }

  TestAuthority authority() {
    return authority;
  }

  Path directory() {
    return directory;
  }

  TlsSettings settings() {
    return settings(ClientAuth.NONE, TlsVersion.TLS1_2);
  }

  TlsSettings settings(ClientAuth clientAuth, TlsVersion oldest) {
    Path ca = authority.write(directory.resolve("ca.crt"));
    return new TlsSettings(
        new TlsSettings.Given(
            new TlsFiles(
                directory.resolve("server.crt"), directory.resolve("server.key"), List.of(ca))),
        clientAuth,
        oldest,
        List.of(),
        true);
  }

  RawClient connect(ServedRoutes served, TestAuthority.Pair... shown) throws java.io.IOException {
    return new RawClient(served.port(), authority.trusting(shown));
  }
}
