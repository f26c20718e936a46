package dev.lading.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.config.Configuration;
import dev.lading.config.Effective;
import dev.lading.config.InvalidConfiguration;
import dev.lading.config.Problem;
import dev.lading.server.tls.CipherSuite;
import dev.lading.server.tls.ClientAuth;
import dev.lading.server.tls.SelfSignedCertificate;
import dev.lading.server.tls.TestAuthority;
import dev.lading.server.tls.TlsFiles;
import dev.lading.server.tls.TlsSettings;
import dev.lading.server.tls.TlsVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsReadingTest {
  @TempDir private Path dir;
  private Path ca;
  private TlsFiles files;

  @BeforeEach
  void makeCertificates() {
    TestAuthority authority = new TestAuthority("ca");
    ca = authority.write(dir.resolve("ca.crt"));
    files = authority.server().write(dir);
    TestAuthority.replace(dir.resolve("other.key"), authority.server().keyPem());
  }

  /** {@code DIR} stands for the directory. */
  private Effective<ServerSettings> read(String tls) throws IOException {
    Path file = dir.resolve("config.yml");
    Files.writeString(
        file,
        """
        version: 0.1
        storage: {filesystem: {rootdirectory: DIR/store}}
        http:
          host: https://[::1]:5000
          tls: %s
        """
            .formatted(tls)
            .replace("DIR", dir.toString()));
    return Configuration.load(Optional.of(file), Map.of()).read(ServerSettings::from);
  }

  private TlsSettings settings(String tls) throws IOException {
    return read(tls).get().http().tls().orElseThrow();
  }

  @Test
  void nothing_isClearText() throws IOException {
    assertThat(read("{}").get().http().tls()).isEmpty();
  }

  @Test
  void certificateAndKey_haveDistributionsDefaults() throws IOException {
    assertThat(settings("{certificate: DIR/server.crt, key: DIR/server.key}"))
        .isEqualTo(
            new TlsSettings(
                new TlsSettings.Given(files), ClientAuth.NONE, TlsVersion.TLS1_2, List.of(), true));
  }

  @Test
  void clientCas_askForAndVerifyCertificates() throws IOException {
    TlsSettings settings =
        settings("{certificate: DIR/server.crt, key: DIR/server.key, clientcas: [DIR/ca.crt]}");
    assertThat(settings.clientAuth()).isEqualTo(ClientAuth.REQUIRE_AND_VERIFY_CLIENT_CERT);
    assertThat(settings.source())
        .isEqualTo(
            new TlsSettings.Given(new TlsFiles(files.certificate(), files.key(), List.of(ca))));
  }

  @Test
  void oldSuites_areLeftOut_withAWarning() throws IOException {
    Effective<ServerSettings> read =
        read(
            "{certificate: DIR/server.crt, key: DIR/server.key, ciphersuites:"
                + " [TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305, TLS_RSA_WITH_AES_128_CBC_SHA]}");
    assertThat(read.get().http().tls().orElseThrow().cipherSuites())
        .containsExactly(CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256);
    assertThat(read.warnings())
        .extracting(Problem::message)
        .anyMatch(message -> message.contains("TLS_RSA_WITH_AES_128_CBC_SHA"));
  }

  @Test
  void selfSigned_isForTheHostThatIsConfigured_andKeptInTheStore() throws IOException {
    assertThat(settings("{selfsigned: true}").source())
        .isEqualTo(
            new TlsSettings.SelfSigned(
                new SelfSignedCertificate(dir.resolve("store/lading/tls"), Optional.of("::1")),
                List.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{certificate: DIR/server.crt} | http.tls.certificate: stands alone",
        "{key: DIR/server.key} | http.tls.key: stands alone",
        "{certificate: DIR/server.crt, key: DIR/other.key} | other.key: is not the key of the first",
        "{certificate: DIR/none.crt, key: DIR/server.key} | none.crt: is not there",
        "{certificate: DIR/server.key, key: DIR/server.key} | holds no -----BEGIN CERTIFICATE-----",
        "{certificate: DIR/server.crt, key: DIR/server.crt} | holds no -----BEGIN PRIVATE KEY-----",
        "{clientcas: [DIR/ca.crt]} | http.tls.clientcas: has no effect",
        "{minimumtls: tls1.3} | http.tls.minimumtls: has no effect",
        "{selfsigned: true, minimumtls: tls1.1} | RFC 8996",
        "{selfsigned: true, minimumtls: ssl3} | is neither tls1.2 nor tls1.3",
        "{selfsigned: true, clientauth: verify-client-cert-if-given} | http.tls.clientcas",
        "{selfsigned: true, clientauth: maybe} | is none of request-client-cert",
        "{selfsigned: true, clientcas: [DIR/server.key]} | http.tls.clientcas:",
        "{selfsigned: true, ciphersuites: [TLS_RSA_WITH_AES_128_CBC_SHA]} | leaves none",
        "{selfsigned: true, ciphersuites: [TLS_NULL]} | is not spoken here",
        "{selfsigned: true, letsencrypt: {hosts: [a.example]}} | asks for certificates from Let's",
        "{selfsigned: true, certificate: DIR/server.crt, key: DIR/server.key} | Remove one",
      })
  void whatCannotBe_isRefusedByItsLine(String tls, String problem) {
    assertThatThrownBy(() -> read(tls).get())
        .isInstanceOf(InvalidConfiguration.class)
        .hasMessageContaining(problem)
        .hasMessageContaining("config.yml:5");
  }

  @Test
  void allThatIsWrong_isSaidAtOnce() {
    assertThatThrownBy(
            () -> read("{certificate: DIR/no.crt, key: DIR/no.key, clientcas: [DIR/no.ca]}").get())
        .hasMessageContaining("no.crt: is not there")
        .hasMessageContaining("no.key: is not there")
        .hasMessageContaining("no.ca: is not there");
  }

  @Test
  void files_beginAtTheConfigurationsDirectory() throws IOException {
    assertThat(read("{certificate: server.crt, key: server.key, clientcas: ca.crt}").errors())
        .isEmpty();
    assertThat(settings("{certificate: server.crt, key: server.key}").source())
        .isEqualTo(
            new TlsSettings.Given(
                new TlsFiles(dir.resolve("server.crt"), dir.resolve("server.key"), List.of())));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          require-and-verify-client-cert |                                                   | NOTHING
          verify-client-cert-if-given    |                                                   | auth.access is missing
          verify-client-cert-if-given    | {access: [{who: anonymous, may: pull, on: '**'}]} | NOTHING
          require-any-client-cert        | {access: [{who: anonymous, may: pull, on: '**'}]} | auth.access nobody can log in
          """)
  void certificates_areLogins_whenTheyAreVerified(String clientAuth, String auth, String warning)
      throws IOException {
    String tls = "{selfsigned: true, clientcas: [DIR/ca.crt], clientauth: " + clientAuth + "}";
    Effective<ServerSettings> effective = read(auth == null ? tls : tls + "\nauth: " + auth);

    assertThat(effective.errors()).isEmpty();
    assertThat(
            effective.warnings().stream()
                .filter(problem -> problem.keys().getFirst().startsWith("auth"))
                .map(problem -> problem.keys().getFirst() + " " + problem.message())
                .findFirst()
                .orElse("NOTHING"))
        .startsWith(warning);
  }
}
