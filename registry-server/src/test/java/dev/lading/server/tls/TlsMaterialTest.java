package dev.lading.server.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.auth.files.FileContent;
import dev.lading.auth.files.UnusableFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsMaterialTest {
  private final TestAuthority authority = new TestAuthority("ca");
  private final TestAuthority namesake = new TestAuthority("ca");
  private final TestAuthority stranger = new TestAuthority("stranger");
  private final TestAuthority.Pair server = authority.server();
  @TempDir private Path directory;
  private TlsFiles files;

  @BeforeEach
  void writeTheFiles() {
    files = server.write(directory);
  }

  private void chain(String... pems) {
    TestAuthority.replace(files.certificate(), String.join("", pems));
  }

  private String pem(TestAuthority of) {
    Path file = of.write(directory.resolve("other.crt"));
    return FileContent.read(file).text();
  }

  @Test
  void chain_inWhichEachIsSignedByTheNext_isRead() {
    chain(server.certificatePem(), pem(authority));
    files.checkPair();
    assertThat(
            TlsMaterial.read(
                    List.of(FileContent.read(files.certificate()), FileContent.read(files.key())))
                .chain())
        .containsExactly(server.certificate(), authority.certificate());
  }

  @Test
  void chain_withAStranger_isRefusedByTheStrangersName() {
    chain(server.certificatePem(), pem(stranger));
    assertRefused("certificate 2", "CN=stranger");
    chain(server.certificatePem(), pem(authority), pem(stranger));
    assertRefused("certificate 3", "CN=stranger");
  }

  @Test
  void chain_withAnotherOfTheSignersName_isRefused() {
    chain(server.certificatePem(), pem(namesake));
    assertRefused("certificate 2", "CN=ca");
  }

  @Test
  void chain_inWhichOneIsThereTwice_isRefused() {
    chain(server.certificatePem(), server.certificatePem());
    assertRefused("certificate 2", "CN=server");
    chain(server.certificatePem(), pem(authority), pem(authority));
    assertRefused("certificate 3", "CN=ca");
  }

  private void assertRefused(String which, String name) {
    assertThatThrownBy(files::checkPair)
        .isInstanceOf(UnusableFile.class)
        .hasMessageContaining(files.certificate().toString())
        .hasMessageContaining(which)
        .hasMessageContaining(name);
  }
}
