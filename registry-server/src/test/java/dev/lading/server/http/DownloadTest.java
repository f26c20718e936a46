package dev.lading.server.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.Response;
import dev.lading.storage.BlobSource;
import dev.lading.storage.StorageUnavailable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DownloadTest {
  private static final String ASK = "GET /v2/a/blobs/b HTTP/1.1\nHost: x\n\n";

  @TempDir private Path folder;

  /** Bytes that come through the process, and end early where a test wants it. */
  private static final class Streamed implements BlobSource.Streamed {
    private final byte[] content;
    private final int available;
    private final CountDownLatch closed = new CountDownLatch(1);

    Streamed(byte[] content, int available) {
      this.content = content;
      this.available = available;
    }

    @Override
    public long size() {
      return content.length;
    }

    @Override
    public InputStream open(long offset, long length) {
      return new ByteArrayInputStream(content, (int) offset, (int) Math.min(length, available));
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  /** Bytes that clients can fetch from their store, or nobody from one that fails. */
  private static final class Elsewhere implements BlobSource.Redirectable {
    private final boolean fails;
    private final CountDownLatch closed = new CountDownLatch(1);

    Elsewhere(boolean fails) {
      this.fails = fails;
    }

    @Override
    public URI presign(Duration validity) {
      requireStore();
      return URI.create("https://store.example/key?signed=for-" + validity.toMinutes());
    }

    @Override
    public long size() {
      return 100;
    }

    @Override
    public InputStream open(long offset, long length) {
      requireStore();
      return new ByteArrayInputStream("x".repeat((int) length).getBytes(US_ASCII));
    }

    private void requireStore() {
      if (fails) {
        throw new StorageUnavailable("no store", new IOException());
      }
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  private static ServedRoutes serving(Supplier<BlobSource> source) {
    return table(source).serve();
  }

  private static ServedRoutes withoutRedirects(BlobSource source) {
    return table(() -> source).settings(Settings::withoutRedirects).serve();
  }

  private static ServedRoutes.Table table(Supplier<BlobSource> source) {
    return ServedRoutes.table()
        .route(Method.GET, "/v2/<name>/blobs/<digest>", _ -> whole(source.get()))
        .route(Method.HEAD, "/v2/<name>/blobs/<digest>", _ -> whole(source.get()));
  }

  private static Response whole(BlobSource source) {
    return Response.of(200).with(new Response.Blob(source, 0, source.size()));
  }

  private BlobSource.LocalFile file(byte[] content) {
    try {
      FileChannel channel = FileChannel.open(Files.write(folder.resolve("blob"), content));
      return new BlobSource.LocalFile(channel, content.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static HttpResponse<byte[]> ask(HttpClient.Version version, ServedRoutes served)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
      return client.send(
          HttpRequest.newBuilder(served.uri("/v2/a/blobs/b")).build(), BodyHandlers.ofByteArray());
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void stream_isCopiedWhole_andClosed(HttpClient.Version version) throws Exception {
    Streamed source = new Streamed(Uploads.random(10_000_001), Integer.MAX_VALUE);
    try (ServedRoutes served = serving(() -> source)) {
      assertThat(ask(version, served).body()).isEqualTo(source.content);
      source.closed.await();
      assertThat(served.access().complete()).isTrue();
    }
  }

  @Test
  void stream_thatEndsEarly_breaksTheConnection() throws Exception {
    Streamed source = new Streamed(new byte[1_000_000], 300_000);
    try (ServedRoutes served = serving(() -> source);
        RawClient client = new RawClient(served.port())) {
      client.send(ASK);
      assertThat(client.closedByPeer()).isTrue();
      source.closed.await();
      assertThat(served.access().complete()).isFalse();
    }
  }

  @Test
  void stream_whoseClientGoesAway_isClosed() throws Exception {
    Streamed source = new Streamed(new byte[200_000_000], Integer.MAX_VALUE);
    try (ServedRoutes served = serving(() -> source);
        RawClient client = new RawClient(served.port())) {
      client.send(ASK).read();
      client.reset();
      source.closed.await();
      assertThat(served.access().complete()).isFalse();
    }
  }

  @Test
  void file_whoseClientGoesAway_isClosed() throws Exception {
    AtomicReference<BlobSource.LocalFile> source =
        new AtomicReference<>(file(new byte[50_000_000]));
    try (ServedRoutes served = serving(source::get);
        RawClient client = new RawClient(served.port())) {
      client.send(ASK).read();
      client.reset();
      assertThat(served.access().complete()).isFalse();
      assertThat(source.get().channel().isOpen()).isFalse();
    }
  }

  @Test
  void file_thatBecameShorter_isNotBegun() throws Exception {
    BlobSource.LocalFile source = file(new byte[5_000_000]);
    try (FileChannel writer =
        FileChannel.open(folder.resolve("blob"), java.nio.file.StandardOpenOption.WRITE)) {
      writer.truncate(2_000_000);
    }
    try (ServedRoutes served =
            serving(() -> new BlobSource.LocalFile(source.channel(), source.size()));
        RawClient client = new RawClient(served.port())) {
      assertThat(client.send(ASK).answer().status()).isEqualTo(500);
      Eventually.isTrue("the file is closed", () -> !source.channel().isOpen());
    }
  }

  @Test
  void files_oneAfterTheOther_useOneConnection() throws Exception {
    byte[] content = Uploads.random(3_000_000);
    try (ServedRoutes served = serving(() -> file(content));
        RawClient client = new RawClient(served.port())) {
      for (int i = 0; i < 5; i++) {
        RawClient.Answer answer = client.send(ASK).answer();
        assertThat(answer.header("Content-Length")).contains("3000000");
        assertThat(answer.header("Transfer-Encoding")).isEmpty();
      }
    }
  }

  @Test
  void head_sendsTheLengthOnly_andCloses() throws Exception {
    Streamed source = new Streamed(new byte[12_345], Integer.MAX_VALUE);
    try (ServedRoutes served = serving(() -> source);
        RawClient client = new RawClient(served.port())) {
      client.send("HEAD /v2/a/blobs/b HTTP/1.1\nHost: x\nConnection: close\n\n");
      StringBuilder all = new StringBuilder();
      for (int c = client.read(); c >= 0; c = client.read()) {
        all.append((char) c);
      }
      assertThat(all.toString().toLowerCase(java.util.Locale.ROOT))
          .startsWith("http/1.1 200")
          .contains("content-length: 12345")
          .endsWith("\r\n\r\n");
      source.closed.await();
    }
  }

  @Test
  void emptyFile_hasLengthZero() throws Exception {
    try (ServedRoutes served = serving(() -> file(new byte[0]));
        RawClient client = new RawClient(served.port())) {
      assertThat(client.send(ASK).answer().header("Content-Length")).contains("0");
    }
  }

  @Test
  void blobElsewhere_isRedirectedTo_andClosed() throws Exception {
    Elsewhere source = new Elsewhere(false);
    try (ServedRoutes served = serving(() -> source);
        RawClient client = new RawClient(served.port())) {
      RawClient.Answer answer = client.send(ASK).answer();
      assertThat(answer.status()).isEqualTo(307);
      assertThat(answer.header("Location")).contains("https://store.example/key?signed=for-20");
      assertThat(answer.header("Cache-Control")).contains("no-store");
      source.closed.await();
    }
  }

  @Test
  void blobElsewhere_withoutRedirects_passesThroughHere() throws Exception {
    Elsewhere source = new Elsewhere(false);
    try (ServedRoutes served = withoutRedirects(source)) {
      assertThat(new String(ask(HttpClient.Version.HTTP_1_1, served).body(), US_ASCII))
          .isEqualTo("x".repeat(100));
      source.closed.await();
    }
  }

  @Test
  void blobElsewhere_whoseStoreFails_isUnavailable() throws Exception {
    Elsewhere source = new Elsewhere(true);
    try (ServedRoutes redirecting = serving(() -> source);
        ServedRoutes streaming = withoutRedirects(source);
        ServedRoutes withoutBytes = serving(() -> new Streamed(new byte[10], 0))) {
      for (ServedRoutes served : List.of(redirecting, streaming, withoutBytes)) {
        HttpResponse<byte[]> answer = ask(HttpClient.Version.HTTP_1_1, served);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
      }
    }
  }

  @Test
  void slowReader_getsAll_withoutTheServerBuffering() throws Exception {
    byte[] content = new byte[64 << 20];
    Streamed source = new Streamed(content, Integer.MAX_VALUE);
    try (ServedRoutes served = serving(() -> source);
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      HttpResponse<InputStream> response =
          client.send(
              HttpRequest.newBuilder(served.uri("/v2/a/blobs/b")).build(),
              BodyHandlers.ofInputStream());
      try (InputStream in = response.body()) {
        byte[] some = in.readNBytes(100);
        Thread.sleep(Duration.ofMillis(300));
        // The window is far smaller than the blob: with nobody reading, it cannot be done.
        assertThat(source.closed.getCount()).isEqualTo(1);
        assertThat(some).isEqualTo(Arrays.copyOf(content, 100));
        assertThat(in.readAllBytes()).hasSize(content.length - 100);
      }
      source.closed.await();
    }
  }
}
