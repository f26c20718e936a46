package dev.lading.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Response;
import dev.lading.server.tls.ClientAuth;
import dev.lading.server.tls.TestAuthority;
import dev.lading.server.tls.TlsFiles;
import dev.lading.server.tls.TlsSettings;
import dev.lading.server.tls.TlsVersion;
import dev.lading.storage.BlobSource;
import io.vertx.core.Future;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change while connections last. */
class TlsRenewalTest {
  private static final String ASK = "GET /v2/ HTTP/1.1\nHost: x\n\n";
  private static final int BLOB_BYTES = 40_000_000;

  @TempDir private Path folder;
  private TlsFixture tls;

  @BeforeEach
  void makeCertificates() {
    tls = new TlsFixture(folder);
  }

  private static ServedRoutes serve(TlsSettings settings) {
    return ServedRoutes.table()
        .settings(s -> Settings.withTls(s, settings))
        .route(Method.GET, "/v2/", _ -> Response.json(200, "{}"))
        .route(
            Method.GET,
            "/v2/<name>/blobs/<digest>",
            _ -> Response.of(200).with(new Response.Blob(new Zeros(), 0, BLOB_BYTES)))
        .serve();
  }

  private record Zeros() implements BlobSource.Streamed {
    @Override
    public long size() {
      return BLOB_BYTES;
    }

    @Override
    public InputStream open(long offset, long length) {
      return new ByteArrayInputStream(new byte[(int) length]);
    }

    @Override
    public void close() {}
  }

  /** The serial number of the certificate that a new connection is shown. */
  private BigInteger shown(ServedRoutes served) throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            tls.authority()
                .trusting()
                .getSocketFactory()
                .createSocket("127.0.0.1", served.port())) {
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
    }
  }

  private void awaitShown(ServedRoutes served, TestAuthority.Pair pair) throws Exception {
    BigInteger expected = pair.certificate().getSerialNumber();
    Eventually.isTrue("the new one is shown", () -> shown(served).equals(expected));
  }

  @Test
  void newCertificate_isShown_andConnectionsGoOn() throws Exception {
    try (ServedRoutes served = serve(tls.settings());
        RawClient kept = tls.connect(served);
        RawClient downloading = tls.connect(served)) {
      assertThat(kept.send(ASK).answer().status()).isEqualTo(200);
      downloading.send("GET /v2/a/blobs/b HTTP/1.1\nHost: x\n\n").head();
      downloading.bytes(BLOB_BYTES / 2);
      TestAuthority.Pair next = tls.authority().server();
      next.write(folder);
      awaitShown(served, next);
      assertThat(kept.send(ASK).answer().status()).isEqualTo(200);
      assertThat(downloading.bytes(BLOB_BYTES - BLOB_BYTES / 2)).containsOnly(0);
      assertThat(downloading.send(ASK).answer().status()).isEqualTo(200);
    }
  }

  /** Another kind of key needs other suites. */
  @Test
  void certificateOfAnotherKind_isShown() throws Exception {
    try (ServedRoutes served = serve(tls.settings())) {
      for (String algorithm : List.of("RSA", "EC")) {
        TestAuthority.Pair next = tls.authority().server(algorithm);
        next.write(folder);
        awaitShown(served, next);
      }
    }
  }

  @Test
  void brokenFile_leavesTheOldCertificate_untilItIsMended() throws Exception {
    try (ServedRoutes served = serve(tls.settings())) {
      BigInteger before = shown(served);
      TestAuthority.Pair next = tls.authority().server();
      TestAuthority.replace(folder.resolve("server.crt"), next.certificatePem());
      awaitTwoLooks();
      assertThat(shown(served)).as("the key is another's").isEqualTo(before);
      TestAuthority.replace(folder.resolve("server.key"), "nothing of use");
      awaitTwoLooks();
      assertThat(shown(served)).as("the key is none").isEqualTo(before);
      next.write(folder);
      awaitShown(served, next);
    }
  }

  /** As of {@code cat server.crt unrelated.pem}. */
  @Test
  void chainWithAStranger_leavesTheOldCertificate_untilItIsMended() throws Exception {
    try (ServedRoutes served = serve(tls.settings())) {
      BigInteger before = shown(served);
      TestAuthority.Pair next = tls.authority().server();
      TestAuthority.Pair stranger = new TestAuthority("stranger").server();
      TestAuthority.replace(folder.resolve("server.key"), next.keyPem());
      TestAuthority.replace(
          folder.resolve("server.crt"), next.certificatePem() + stranger.certificatePem());
      awaitTwoLooks();
      assertThat(shown(served)).isEqualTo(before);
      next.write(folder);
      awaitShown(served, next);
    }
  }

  @Test
  void renewal_thatFailsOnce_isTriedAtTheNextChange() throws Exception {
    AtomicInteger applied = new AtomicInteger();
    Tls files = Tls.open(tls.settings(), TlsEngine.JDK, InstantSource.system());
    try (TlsRenewal _ =
        TlsRenewal.begin(
            files,
            _ -> {
              if (applied.incrementAndGet() == 1) {
                throw new IllegalStateException("of the test");
              }
              return Future.succeededFuture();
            })) {
      for (int i = 1; i <= 2; i++) {
        int changes = i;
        tls.authority().server().write(folder);
        Eventually.isTrue("change " + i + " is applied", () -> applied.get() == changes);
      }
    }
  }

  /** Whoever looks each second has looked at the files as they are now. */
  private static void awaitTwoLooks() throws Exception {
    long start = System.nanoTime();
    Eventually.isTrue("two looks are over", () -> System.nanoTime() - start > 2_500_000_000L);
  }

  /** server.crt -> ..data/server.crt, ..data -> ..v1; an update swaps ..data. */
  @Test
  void certificateThatKubernetesHasSwapped_isShown() throws Exception {
    Path mount = Files.createDirectory(folder.resolve("mount"));
    Path first = Files.createDirectory(mount.resolve("..v1"));
    Path second = Files.createDirectory(mount.resolve("..v2"));
    tls.authority().server().write(first);
    TestAuthority.Pair next = tls.authority().server();
    next.write(second);
    Files.createSymbolicLink(mount.resolve("..data"), Path.of("..v1"));
    for (String name : List.of("server.crt", "server.key")) {
      Files.createSymbolicLink(mount.resolve(name), Path.of("..data", name));
    }
    try (ServedRoutes served = serve(given(mount))) {
      assertThat(shown(served)).isNotEqualTo(next.certificate().getSerialNumber());
      Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..v2"));
      Files.move(
          mount.resolve("..data_tmp"), mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
      awaitShown(served, next);
    }
  }

  private static TlsSettings given(Path directory) {
    return new TlsSettings(
        new TlsSettings.Given(
            new TlsFiles(
                directory.resolve("server.crt"), directory.resolve("server.key"), List.of())),
        ClientAuth.NONE,
        TlsVersion.TLS1_2,
        List.of(),
        true);
  }

  /** Nor does a session help that was made before. */
  @Test
  void authorityThatIsTakenOut_letsNobodyIn() throws Exception {
    TestAuthority.Pair alice = tls.authority().client("CN=alice");
    var client = tls.authority().insisting(alice);
    try (ServedRoutes served =
        serve(tls.settings(ClientAuth.REQUIRE_AND_VERIFY_CLIENT_CERT, TlsVersion.TLS1_2))) {
      assertThat(isLetIn(served, client)).isTrue();
      new TestAuthority("another").write(folder.resolve("ca.crt"));
      Eventually.isTrue("alice is refused", () -> !isLetIn(served, client));
    }
  }

  private static boolean isLetIn(ServedRoutes served, SSLContext client) {
    try (RawClient raw = new RawClient(served.port(), client)) {
      return raw.send(ASK).answer().status() == 200;
    } catch (IOException _) {
      return false;
    }
  }
}
