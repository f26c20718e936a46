package dev.lading.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lading.server.exchange.Method;
import dev.lading.server.exchange.RequestException;
import dev.lading.server.exchange.Response;
import dev.lading.storage.BlobSource;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HttpEdgeTest {
  @TempDir private Path folder;

  private static HttpClient client(HttpClient.Version version) {
    return HttpClient.newBuilder().version(version).build();
  }

  private static HttpResponse<byte[]> ask(HttpClient.Version version, HttpRequest request)
      throws IOException, InterruptedException {
    try (HttpClient client = client(version)) {
      return client.send(request, BodyHandlers.ofByteArray());
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void answer_bytes_haveLengthAndCommonHeaders(HttpClient.Version version) throws Exception {
    try (ServedRoutes served =
        ServedRoutes.table()
            .route(Method.GET, "/v2/", _ -> Response.json(200, "{}"))
            .route(Method.HEAD, "/v2/", _ -> Response.json(200, "{}"))
            .serve()) {
      HttpResponse<byte[]> got = ask(version, HttpRequest.newBuilder(served.uri("/v2/")).build());
      assertThat(got.statusCode()).isEqualTo(200);
      assertThat(got.body()).asString().isEqualTo("{}");
      assertThat(got.headers().firstValue("content-length")).contains("2");
      assertThat(got.headers().firstValue("docker-distribution-api-version"))
          .contains("registry/2.0");
      assertThat(got.headers().firstValue("date").orElseThrow())
          .matches("[A-Z][a-z]{2}, \\d{1,2} [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
      String id = got.headers().firstValue("x-request-id").orElseThrow();
      assertThat(served.access())
          .satisfies(
              access -> {
                assertThat(access.requestId()).isEqualTo(id);
                assertThat(access.route()).isEqualTo("/v2/");
                assertThat(access.bytes()).isEqualTo(2);
                assertThat(access.client()).isEqualTo("127.0.0.1");
              });
      HttpResponse<byte[]> head =
          ask(version, HttpRequest.newBuilder(served.uri("/v2/")).HEAD().build());
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.headers().firstValue("content-length")).contains("2");
      assertThat(head.body()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void upload_ofSeveralMegabytes_arrivesWhole(HttpClient.Version version) throws Exception {
    byte[] sent = new byte[(7 << 20) + 13];
    new Random(1).nextBytes(sent);
    try (ServedRoutes served =
        ServedRoutes.table()
            .route(
                Method.PUT,
                "/v2/<name>/blobs/uploads/<id>",
                request -> {
                  int at = 0;
                  int wrong = 0;
                  for (Optional<ByteBuffer> piece = request.body().next();
                      piece.isPresent();
                      piece = request.body().next()) {
                    int end = at + piece.get().remaining();
                    if (!piece.get().equals(ByteBuffer.wrap(Arrays.copyOfRange(sent, at, end)))) {
                      wrong++;
                    }
                    at = end;
                  }
                  return Response.json(201, at + "/" + wrong);
                })
            .serve()) {
      HttpResponse<byte[]> known =
          ask(
              version,
              HttpRequest.newBuilder(served.uri("/v2/a/blobs/uploads/1"))
                  .PUT(BodyPublishers.ofByteArray(sent))
                  .build());
      assertThat(known.body()).asString().isEqualTo(sent.length + "/0");
      HttpResponse<byte[]> streamed =
          ask(
              version,
              HttpRequest.newBuilder(served.uri("/v2/a/blobs/uploads/1"))
                  .PUT(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(sent)))
                  .build());
      assertThat(streamed.body()).asString().isEqualTo(sent.length + "/0");
    }
  }

  @ParameterizedTest
  @EnumSource(HttpClient.Version.class)
  void download_ofFileRange_isExact(HttpClient.Version version) throws Exception {
    byte[] content = new byte[(5 << 20) + 7];
    new Random(2).nextBytes(content);
    Path file = Files.write(folder.resolve("blob"), content);
    try (ServedRoutes served =
        ServedRoutes.table()
            .route(
                Method.GET,
                "/v2/<name>/blobs/<digest>",
                _ ->
                    Response.of(206)
                        .with("Content-Type", "application/octet-stream")
                        .with(new Response.Blob(open(file), 3, content.length - 10)))
            .serve()) {
      HttpResponse<byte[]> got =
          ask(version, HttpRequest.newBuilder(served.uri("/v2/a/blobs/b")).build());
      assertThat(got.statusCode()).isEqualTo(206);
      assertThat(got.body()).isEqualTo(Arrays.copyOfRange(content, 3, content.length - 7));
      assertThat(served.access().complete()).isTrue();
    }
  }

  @Test
  void earlyAnswer_onHttp2_leavesTheConnectionUsable() throws Exception {
    try (ServedRoutes served =
            Uploads.answeredBy(
                    _ -> {
                      throw new RequestException.DigestMissing();
                    })
                .serve();
        HttpClient client = client(HttpClient.Version.HTTP_2)) {
      client.send(HttpRequest.newBuilder(served.uri("/v2/")).build(), BodyHandlers.ofString());
      for (int size : new int[] {10, 100_000, 20_000_000}) {
        HttpResponse<String> refused =
            client.send(
                HttpRequest.newBuilder(served.uri(Uploads.TARGET))
                    .PUT(BodyPublishers.ofByteArray(new byte[size]))
                    .build(),
                BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.version()).isEqualTo(HttpClient.Version.HTTP_2);
      }
    }
  }

  private static BlobSource open(Path file) {
    try {
      FileChannel channel = FileChannel.open(file);
      return new BlobSource.LocalFile(channel, channel.size());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void refusal_ofGate_isAnsweredWithoutHandler() throws Exception {
    try (ServedRoutes served =
        ServedRoutes.table()
            .gate(
                (_, _) -> {
                  throw new RequestException.DigestMissing();
                })
            .route(
                Method.GET,
                "/v2/",
                _ -> {
                  throw new AssertionError("asked in spite of the gate");
                })
            .serve()) {
      HttpResponse<byte[]> got =
          ask(HttpClient.Version.HTTP_1_1, HttpRequest.newBuilder(served.uri("/v2/")).build());
      assertThat(got.statusCode()).isEqualTo(400);
      assertThat(got.body()).asString().contains("DIGEST_INVALID").contains("digest-missing");
    }
  }
}
