package dev.lading.server.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.RequestException;
import dev.lading.server.exchange.Response;
import dev.lading.storage.BlobSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds on bare sockets holds under TLS. */
class TlsWireTest {
  private static final String NEXT = "GET /v2/ HTTP/1.1\nHost: x\n\n";
  private static final String ASK = "GET /v2/a/blobs/b HTTP/1.1\nHost: x\n\n";

  @TempDir private Path folder;
  private TlsFixture tls;

  @BeforeEach
  void makeCertificates() {
    tls = new TlsFixture(folder);
  }

  private ServedRoutes serve(ServedRoutes.Table table) {
    return table.settings(s -> Settings.withTls(s, tls.settings())).serve();
  }

  private ServedRoutes blob(BlobSource source) {
    return serve(
        ServedRoutes.table()
            .route(
                Method.GET,
                "/v2/<name>/blobs/<digest>",
                _ -> Response.of(200).with(new Response.Blob(source, 0, source.size())))
            .route(Method.GET, "/v2/", _ -> Response.json(200, "{}")));
  }

  private HttpClient client(HttpClient.Version version) {
    return HttpClient.newBuilder().version(version).sslContext(tls.authority().trusting()).build();
  }

  /** The heads of {@code ConnectionsTest}, and a body that turns out to be none. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /v2/ HTTP/1.1;;                                                       | 400 | malformed",
        "GET /v2/ HTTP/1.1;Host: a;Host: b;;                                       | 400 | malformed",
        "PUT /v2/a/blobs/uploads/1 HTTP/1.1;Host: x;Transfer-Encoding: gzip;;      | 400 | malformed",
        "PUT /v2/a/blobs/uploads/1 HTTP/1.1;Host: x;Content-Length: 1;Content-Length: 2;; | 400 |"
            + " malformed",
        "PUT /v2/a/blobs/uploads/1 HTTP/1.1;Host: x;Transfer-Encoding: chunked;;zz;| 400 | body",
      })
  void whatIsNoHttp_isRefusedInJson_andTheConnectionClosed(
      String request, int status, String reason) throws Exception {
    try (ServedRoutes served = serve(Uploads.answeredBy(Uploads::digest));
        RawClient client = tls.connect(served)) {
      RawClient.Answer answer = client.send(request.strip().replace(';', '\n')).answer();
      assertThat(answer.status()).isEqualTo(status);
      assertThat(answer.body()).contains("\"errors\"").contains(reason);
      assertThat(client.closedByPeer()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void version_isTheOneThatAlpnSays_andTheSchemeIsHttps(HttpClient.Version version)
      throws Exception {
    try (ServedRoutes served =
            serve(
                ServedRoutes.table()
                    .settings(s -> Settings.withUrls(s, Optional.empty(), false))
                    .route(
                        Method.GET,
                        "/v2/",
                        request ->
                            Response.json(200, request.origin().scheme())
                                .with("Location", "/v2/there")));
        HttpClient client = client(version)) {
      HttpResponse<String> answer =
          client.send(HttpRequest.newBuilder(served.uri("/v2/")).build(), BodyHandlers.ofString());
      assertThat(answer.version()).isEqualTo(version);
      assertThat(answer.body()).isEqualTo("https");
      assertThat(answer.headers().firstValue("Location"))
          .contains(served.uri("/v2/there").toString());
    }
  }

  @Test
  void http2_switchedOff_isNotOffered() throws Exception {
    var settings = tls.settings();
    var without =
        new dev.lading.server.tls.TlsSettings(
            settings.source(),
            settings.clientAuth(),
            settings.oldest(),
            settings.cipherSuites(),
            false);
    try (ServedRoutes served =
            ServedRoutes.table()
                .settings(s -> Settings.withTls(s, without))
                .route(Method.GET, "/v2/", _ -> Response.json(200, "{}"))
                .serve();
        HttpClient client = client(HttpClient.Version.HTTP_2)) {
      assertThat(
              client
                  .send(
                      HttpRequest.newBuilder(served.uri("/v2/")).build(), BodyHandlers.discarding())
                  .version())
          .isEqualTo(HttpClient.Version.HTTP_1_1);
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void body_arrivesWhole(HttpClient.Version version) throws Exception {
    byte[] sent = Uploads.random((9 << 20) + 5);
    try (ServedRoutes served = serve(Uploads.answeredBy(Uploads::digest));
        HttpClient client = client(version)) {
      HttpResponse<String> answer =
          client.send(
              HttpRequest.newBuilder(served.uri(Uploads.TARGET))
                  .PUT(BodyPublishers.ofByteArray(sent))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo(Uploads.saidOf(sent));
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void file_isSentWhole_andClosed(HttpClient.Version version) throws Exception {
    byte[] content = Uploads.random((5 << 20) + 7);
    BlobSource.LocalFile source = file(content);
    try (ServedRoutes served = blob(source);
        HttpClient client = client(version)) {
      HttpResponse<byte[]> answer =
          client.send(
              HttpRequest.newBuilder(served.uri("/v2/a/blobs/b")).build(),
              BodyHandlers.ofByteArray());
      assertThat(answer.body()).isEqualTo(content);
      assertThat(served.access().complete()).isTrue();
      assertThat(source.channel().isOpen()).isFalse();
    }
  }

  @Test
  void streams_oneAfterTheOther_useOneConnection() throws Exception {
    byte[] content = Uploads.random(1_000_001);
    try (ServedRoutes served = blob(streamed(content, content.length));
        RawClient client = tls.connect(served)) {
      for (int i = 0; i < 5; i++) {
        client.send(ASK);
        assertThat(client.head().header("Content-Length")).contains("1000001");
        assertThat(client.bytes(content.length)).isEqualTo(content);
      }
    }
  }

  /** A line that is cut is told from the end of an answer: there is no close_notify. */
  @Test
  void stream_thatEndsEarly_breaksTheConnection() throws Exception {
    try (ServedRoutes served = blob(streamed(new byte[1_000_000], 300_000));
        RawClient client = tls.connect(served)) {
      assertThatThrownBy(
              () -> {
                client.send(ASK).head();
                client.bytes(1_000_000);
              })
          .isInstanceOf(IOException.class);
      assertThat(served.access().complete()).isFalse();
    }
  }

  @Test
  void continue_isSent_whenTheHandlerReads() throws Exception {
    try (ServedRoutes served = serve(Uploads.answeredBy(Uploads::digest));
        RawClient client = tls.connect(served)) {
      client.send(Uploads.head("Expect: 100-continue\nContent-Length: 3"));
      assertThat(client.answer().status()).isEqualTo(100);
      assertThat(client.send("abc").answer().status()).isEqualTo(201);
      assertThat(client.send(NEXT).answer().status()).isEqualTo(200);
    }
  }

  /** The answer is followed by a close_notify, and the rest of the body by nothing. */
  @Test
  void largeUnreadBody_isAnswered_andTheConnectionClosed() throws Exception {
    try (ServedRoutes served =
            serve(
                Uploads.answeredBy(
                    _ -> {
                      throw new RequestException.DigestMissing();
                    }));
        RawClient client = tls.connect(served);
        ExecutorService sender = Executors.newVirtualThreadPerTaskExecutor()) {
      client.send(Uploads.head("Content-Length: 1000000000000"));
      Future<?> sending = sender.submit(() -> sendUntilClosed(client));
      RawClient.Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("Connection")).contains("close");
      assertThat(answer.body()).contains("digest-missing");
      assertThat(client.closedByPeer()).isTrue();
      sending.get();
    }
  }

  private static void sendUntilClosed(RawClient client) {
    byte[] megabyte = new byte[1 << 20];
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1_000_000; i++) {
                client.send(megabyte);
              }
            })
        .isInstanceOf(IOException.class);
  }

  @Test
  void clearText_isToldToUseHttps() throws Exception {
    try (ServedRoutes served = serve(Uploads.answeredBy(Uploads::digest));
        RawClient client = new RawClient(served.port())) {
      RawClient.Answer answer = client.send(NEXT).answer();
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.header("Connection")).contains("close");
      assertThat(answer.body()).contains("https").contains("clear-text").endsWith("\n");
      assertThat(client.closedByPeer()).isTrue();
    }
  }

  @Test
  void bytesOfNoProtocol_areClosedUpon() throws Exception {
    try (ServedRoutes served = serve(Uploads.answeredBy(Uploads::digest));
        RawClient client = new RawClient(served.port())) {
      client.send("\u0000\u0001\u0002\u0003\u0004\u0005".getBytes(ISO_8859_1));
      assertThat(client.closedByPeer()).isTrue();
    }
  }

  private BlobSource.LocalFile file(byte[] content) {
    try {
      return new BlobSource.LocalFile(
          FileChannel.open(Files.write(folder.resolve("blob"), content)), content.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static BlobSource streamed(byte[] content, int available) {
    return new BlobSource.Streamed() {
      @Override
      public long size() {
        return content.length;
      }

      @Override
      public InputStream open(long offset, long length) {
        return new ByteArrayInputStream(Arrays.copyOf(content, available));
      }

      @Override
      public void close() {}
    };
  }
}
