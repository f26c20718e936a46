package dev.lading.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.server.exchange.ClientCertificate;
import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Request;
import dev.lading.server.exchange.Response;
import dev.lading.server.tls.CipherSuite;
import dev.lading.server.tls.ClientAuth;
import dev.lading.server.tls.TestAuthority;
import dev.lading.server.tls.TlsSettings;
import dev.lading.server.tls.TlsVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is let in by the handshake, and as whom. */
class TlsHandshakeTest {
  private static final String NOBODY = "-";
  private static final String ASK = "GET /v2/ HTTP/1.1\nHost: x\n\n";

  @TempDir private Path folder;
  private TlsFixture tls;

  @BeforeEach
  void makeCertificates() {
    tls = new TlsFixture(folder);
  }

  /** What clients show; only a certificate that was verified names somebody. */
  enum Shown {
    NONE,
    VALID,
    FOREIGN,
    EXPIRED
  }

  private TestAuthority.Pair[] pairs(Shown shown) {
    TestAuthority authority =
        shown == Shown.FOREIGN ? new TestAuthority("somebody else") : tls.authority();
    return switch (shown) {
      case NONE -> new TestAuthority.Pair[0];
      case VALID, FOREIGN -> new TestAuthority.Pair[] {authority.client("CN=alice")};
      case EXPIRED ->
          new TestAuthority.Pair[] {authority.issue("EC", "CN=alice", Duration.ofMinutes(-5))};
    };
  }

  /** {@code refused}, or the user's name as requests have it. */
  private static String outcome(ServedRoutes served, SSLContext client) {
    try (RawClient raw = new RawClient(served.port(), client)) {
      return raw.send(ASK).answer().body();
    } catch (IOException _) {
      return "refused";
    }
  }

  private static ServedRoutes.Table table(TlsSettings settings) {
    return ServedRoutes.table()
        .settings(s -> Settings.withTls(s, settings))
        .route(Method.GET, "/v2/", request -> Response.json(200, userOf(request)));
  }

  private static String userOf(Request request) {
    return request.origin().certificate().flatMap(ClientCertificate::user).orElse(NOBODY);
  }

  private static ServedRoutes serve(TlsSettings settings) {
    return table(settings).serve();
  }

  @ParameterizedTest
  @CsvSource({
    "NONE,                           NONE, -",
    "NONE,                           VALID, -",
    "REQUEST_CLIENT_CERT,            NONE, -",
    "REQUEST_CLIENT_CERT,            VALID, -",
    "REQUEST_CLIENT_CERT,            FOREIGN, -",
    "REQUEST_CLIENT_CERT,            EXPIRED, -",
    "REQUIRE_ANY_CLIENT_CERT,        NONE, refused",
    "REQUIRE_ANY_CLIENT_CERT,        VALID, -",
    "REQUIRE_ANY_CLIENT_CERT,        FOREIGN, -",
    "REQUIRE_ANY_CLIENT_CERT,        EXPIRED, -",
    "VERIFY_CLIENT_CERT_IF_GIVEN,    NONE, -",
    "VERIFY_CLIENT_CERT_IF_GIVEN,    VALID, alice",
    "VERIFY_CLIENT_CERT_IF_GIVEN,    FOREIGN, refused",
    "VERIFY_CLIENT_CERT_IF_GIVEN,    EXPIRED, refused",
    "REQUIRE_AND_VERIFY_CLIENT_CERT, NONE, refused",
    "REQUIRE_AND_VERIFY_CLIENT_CERT, VALID, alice",
    "REQUIRE_AND_VERIFY_CLIENT_CERT, FOREIGN, refused",
    "REQUIRE_AND_VERIFY_CLIENT_CERT, EXPIRED, refused",
  })
  void client_isLetIn_asWhomItsCertificateNames(ClientAuth asked, Shown shown, String outcome)
      throws IOException {
    SSLContext client = forced(pairs(shown));
    for (TlsEngine engine : TlsEngine.values()) {
      TlsSettings settings = tls.settings(asked, TlsVersion.TLS1_2);
      try (ServedRoutes served = table(settings).engine(engine).serve()) {
        assertThat(outcome(served, client)).as("%s", engine).isEqualTo(outcome);
      }
    }
  }

  /** The session that is resumed names the same client. */
  @Test
  void resumedSession_namesTheClient() throws IOException {
    SSLContext client = tls.authority().trusting(pairs(Shown.VALID));
    try (ServedRoutes served =
        serve(tls.settings(ClientAuth.VERIFY_CLIENT_CERT_IF_GIVEN, TlsVersion.TLS1_2))) {
      for (int i = 0; i < 3; i++) {
        assertThat(outcome(served, client)).isEqualTo("alice");
      }
    }
  }

  /** The JDK's client asks for a certificate of an authority that the server has named. */
  private SSLContext forced(TestAuthority.Pair... shown) {
    return shown.length == 0 ? tls.authority().trusting() : tls.authority().insisting(shown[0]);
  }

  @ParameterizedTest
  @CsvSource({
    "TLS1_2, TLSv1.2, -",
    "TLS1_2, TLSv1.3, -",
    "TLS1_3, TLSv1.2, refused",
    "TLS1_3, TLSv1.3, -",
  })
  void version_olderThanAllowed_isRefused(TlsVersion oldest, String spoken, String outcome)
      throws Exception {
    try (ServedRoutes served = serve(tls.settings(ClientAuth.NONE, oldest))) {
      assertThat(asking(served, parameters(spoken))).isEqualTo(outcome);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, -",
    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, refused",
    "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256, refused",
  })
  void suite_thatIsNotAllowed_isRefused(String spoken, String outcome) throws Exception {
    TlsSettings all = tls.settings();
    TlsSettings one =
        new TlsSettings(
            all.source(),
            all.clientAuth(),
            all.oldest(),
            List.of(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384),
            true);
    SSLParameters suite = parameters("TLSv1.2");
    suite.setCipherSuites(new String[] {spoken});
    try (ServedRoutes served = serve(one)) {
      assertThat(asking(served, suite)).isEqualTo(outcome);
    }
  }

  private static SSLParameters parameters(String version) {
    SSLParameters parameters = new SSLParameters();
    parameters.setProtocols(new String[] {version});
    return parameters;
  }

  private String asking(ServedRoutes served, SSLParameters parameters) throws IOException {
    SSLSocket socket =
        (SSLSocket)
            tls.authority().trusting().getSocketFactory().createSocket("127.0.0.1", served.port());
    socket.setSSLParameters(parameters);
    try (RawClient raw = new RawClient(socket)) {
      return raw.send(ASK).answer().body();
    } catch (SSLException _) {
      return "refused";
    }
  }

  /** The JDK's client would not say it: a ClientHello of TLS 1.1, and the alert that answers. */
  @ParameterizedTest
  @EnumSource(TlsVersion.class)
  void versionBeforeTls12_getsAnAlert(TlsVersion oldest) throws IOException {
    try (ServedRoutes served = serve(tls.settings(ClientAuth.NONE, oldest));
        RawClient raw = new RawClient(served.port())) {
      raw.send(
          HexFormat.of()
              .parseHex(
                  "160301002d"
                      + "01000029"
                      + "0302"
                      + "ab".repeat(32)
                      + "00"
                      + "0002c009"
                      + "0100"));
      int fatal = 2;
      int protocolVersion = 70;
      byte[] alert = raw.bytes(7);
      assertThat(alert[0]).isEqualTo((byte) 21);
      assertThat(alert).endsWith(fatal, protocolVersion);
      assertThat(raw.closedByPeer()).isTrue();
    }
  }

  /** The certificate of a proxy that passes a request on is not the one of its client. */
  @ParameterizedTest
  @CsvSource({
    "X-Request-Id: 1, -",
    "X-Forwarded-For: 192.0.2.1, -",
    "X-Forwarded-Proto: https, -",
    "X-Forwarded-Host: hub.example, -",
    "Forwarded: for=192.0.2.1, -",
  })
  void certificateOfATrustedProxy_namesNobodyElse(String header, String user) throws IOException {
    TlsSettings mutual = tls.settings(ClientAuth.REQUIRE_AND_VERIFY_CLIENT_CERT, TlsVersion.TLS1_2);
    try (ServedRoutes served =
            table(mutual)
                .settings(s -> Settings.withProxies(s, List.of(AddressRange.parse("127.0.0.0/8"))))
                .serve();
        RawClient raw = tls.connect(served, pairs(Shown.VALID))) {
      assertThat(raw.send("GET /v2/ HTTP/1.1\nHost: x\n" + header + "\n\n").answer().body())
          .isEqualTo(user);
    }
  }

  @Test
  void requestsOfOneConnection_shareWhatItsCertificateSays() throws IOException {
    List<Optional<ClientCertificate>> seen = new ArrayList<>();
    TestAuthority.Pair bob =
        tls.authority()
            .client(
                "OU=ops,OU=builders,O=example",
                new GeneralName(GeneralName.uniformResourceIdentifier, "spiffe://example/bob"));
    try (ServedRoutes served =
            ServedRoutes.table()
                .settings(
                    s ->
                        Settings.withTls(
                            s,
                            tls.settings(
                                ClientAuth.VERIFY_CLIENT_CERT_IF_GIVEN, TlsVersion.TLS1_2)))
                .route(
                    Method.GET,
                    "/v2/",
                    request -> {
                      seen.add(request.origin().certificate());
                      return Response.json(200, "{}");
                    })
                .serve();
        RawClient raw = tls.connect(served, bob)) {
      raw.send(ASK).answer();
      raw.send(ASK).answer();
    }
    ClientCertificate first = seen.getFirst().orElseThrow();
    assertThat(seen.get(1).orElseThrow()).isSameAs(first);
    assertThat(first.user()).contains("spiffe://example/bob");
    assertThat(first.groups()).containsExactlyInAnyOrder("ops", "builders");
    assertThat(first.validUntil()).isEqualTo(bob.certificate().getNotAfter().toInstant());
  }
}
