package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Repository.closing;
import static dev.lading.conformance.support.Repository.pathOf;
import static dev.lading.conformance.support.Request.get;
import static dev.lading.conformance.support.Request.post;
import static dev.lading.conformance.support.Request.put;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.RawConnection;
import dev.lading.conformance.support.Repository;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;

/** HTTP itself: versions, connections, ways to send a body, requests no client should send. */
final class WireRows {
  private static final Content HELLO = Content.of("hello world");

  private WireRows() {}

  static List<Row> rows() {
    return List.of(
        row("wire-http2", "HTTP/2 without TLS is spoken", WireRows::http2),
        row("wire-http2-push", "a blob is pushed over HTTP/2", WireRows::http2Push),
        row(
            "wire-http10",
            "HTTP/1.0 is answered, and the connection ended",
            repo -> {
              try (var connection = repo.connect()) {
                connection
                    .head("GET /v2/ HTTP/1.0")
                    .answer("GET", "/v2/")
                    .is(200)
                    .require(connection.ends(), "an end");
              }
            }),
        row(
            "wire-keep-alive",
            "a connection is kept over answers of every kind",
            repo -> {
              repo.push(HELLO);
              try (var connection = repo.connect()) {
                exchange(connection, "GET", "/v2/nope").is(404);
                exchange(connection, "GET", repo.blob(HELLO.sha256())).is(200).holds(HELLO);
                exchange(connection, "HEAD", repo.blob(repo.unique("unpushed").sha256())).is(404);
                exchange(connection, "GET", "/v2/").is(200);
              }
            }),
        row(
            "wire-pipelined",
            "requests sent ahead are answered in their order",
            repo -> {
              repo.push(HELLO);
              try (var connection = repo.connect()) {
                connection
                    .head("GET " + repo.blob(HELLO.sha256()) + " HTTP/1.1")
                    .head("GET /v2/ HTTP/1.1")
                    .head("GET /v2/nope HTTP/1.1");
                connection.answer("GET", "blob").is(200).holds(HELLO);
                connection.answer("GET", "/v2/").is(200);
                connection.answer("GET", "/v2/nope").is(404);
              }
            }),
        row(
            "wire-refused-body",
            "after a body that was refused, the connection goes on or ends, and nothing is mistaken for a request",
            WireRows::refusedBody),
        row("wire-chunked", "a body may come in HTTP chunks", WireRows::chunked),
        row("wire-expect", "a client that asks may send its body", WireRows::expectContinue),
        row(
            "wire-expect-refused",
            "a client that asks is told at once that it need not send its body",
            repo -> {
              try (var connection = repo.connect()) {
                String target = repo.uploads() + "12345678-1234-4234-8234-123456789abc";
                connection.head(
                    "PATCH " + target + " HTTP/1.1", "Content-Length: 5", "Expect: 100-continue");
                connection
                    .answer("PATCH", target)
                    .is(404)
                    .code("BLOB_UPLOAD_UNKNOWN", "BLOB_UPLOAD_INVALID");
              }
            }),
        row(
            "wire-head-no-body",
            "an answer to HEAD is followed by nothing, also when it is an error",
            repo -> {
              try (var connection = repo.connect()) {
                exchange(connection, "HEAD", "/v2/nope").is(404);
                exchange(connection, "GET", "/v2/").is(200);
              }
            }),
        row(
            "wire-location-relative",
            "a Location does not repeat the Host that the client named",
            repo -> {
              Answer opened =
                  repo.send(post(repo.uploads()).header("X-Forwarded-Host", "evil.example"));
              opened.require(opened.location().startsWith("/v2/"), "a relative Location");
            }),
        row(
            "wire-target-long",
            "a target longer than any we have is refused",
            repo -> refused(repo, "GET /v2/" + "a".repeat(100_000) + " HTTP/1.1", 414, 400)),
        row(
            "wire-header-long",
            "headers longer than any client's are refused",
            repo -> refused(repo, "GET /v2/ HTTP/1.1\r\nX-Long: " + "a".repeat(200_000), 431, 400)),
        row(
            "wire-version",
            "a protocol nobody knows is refused",
            repo -> refused(repo, "GET /v2/ HTTP/9.9", 505, 501)),
        row("wire-garbage", "what is no HTTP is refused", repo -> refused(repo, "hello", 400)),
        row(
            "wire-length-malformed",
            "a length that is no number is refused",
            repo ->
                refused(repo, "POST " + repo.uploads() + " HTTP/1.1\r\nContent-Length: many", 400)),
        row(
            "wire-length-negative",
            "a negative length is refused",
            repo ->
                refused(repo, "POST " + repo.uploads() + " HTTP/1.1\r\nContent-Length: -1", 400)),
        row(
            "wire-lengths-differ",
            "two lengths that differ are refused",
            repo ->
                refused(
                    repo,
                    "POST "
                        + repo.uploads()
                        + " HTTP/1.1\r\nContent-Length: 0\r\nContent-Length: 5",
                    400)),
        row(
            "wire-length-and-chunks",
            "a body with a length and in chunks is refused, or read in chunks and the connection ended",
            repo -> {
              try (var connection = repo.connect()) {
                connection.head(
                    "PATCH " + pathOf(repo.openUpload()) + " HTTP/1.1",
                    "Content-Length: 6",
                    "Transfer-Encoding: chunked");
                connection.write("0\r\n\r\nG");
                connection
                    .answer("PATCH", "upload")
                    .is(202, 400)
                    .require(connection.ends(), "an end");
              }
            }),
        row(
            "wire-coding-unknown",
            "a body in a coding nobody knows is refused, and the connection ended",
            repo -> refusedAndEnded(repo, "HTTP/1.1", "Transfer-Encoding: gzip")),
        row(
            "wire-coding-around-chunks",
            "a body in chunks of an unknown coding is refused, and the connection ended",
            repo -> refusedAndEnded(repo, "HTTP/1.1", "Transfer-Encoding: gzip, chunked")),
        row(
            "wire-hosts-two",
            "a request for two hosts is refused",
            repo -> refused(repo, "GET /v2/ HTTP/1.1\r\nHost: a\r\nHost: b", 400)),
        row(
            "wire-host-malformed",
            "a request for a host that is none is refused",
            repo -> {
              try (var connection = repo.connect()) {
                connection.write("GET /v2/ HTTP/1.1\r\nHost: a b\r\n\r\n");
                connection.answer("GET", "a host that is none").is(400);
              }
            }),
        row(
            "wire-chunk-malformed",
            "a body whose chunks are none is no chunk of an upload, and the connection is ended",
            WireRows::malformedChunk),
        row(
            "wire-idle-between",
            "many connections are served at once",
            WireRows::hundredConnections));
  }

  private static Answer exchange(RawConnection connection, String method, String target)
      throws IOException {
    return connection.head(method + " " + target + " HTTP/1.1").answer(method, target);
  }

  /** The connection may also just end: what comes after such bytes cannot be told apart. */
  private static void refused(Repository repo, String head, int... statuses) throws IOException {
    try (var connection = repo.connect()) {
      try {
        connection.head(head).answer("GET", "a request that is none").is(statuses);
      } catch (java.io.EOFException | java.net.SocketException _) {
        repo.send(get("/v2/")).is(200);
      }
    }
  }

  private static void refusedAndEnded(Repository repo, String version, String coding)
      throws IOException {
    String location = pathOf(repo.openUpload());
    try (var connection = repo.connect()) {
      // At once: what comes after a refusal makes the other side reset the connection.
      connection.write(
          "PATCH %s %s\r\nHost: x\r\n%s\r\n\r\nGET /v2/smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
              .formatted(location, version, coding));
      connection.answer("PATCH", location).is(400, 501).require(connection.ends(), "an end");
    }
    repo.send(get(location)).is(204).header("Range", "0-0");
  }

  private static void malformedChunk(Repository repo) throws IOException {
    String location = pathOf(repo.openUpload());
    try (var connection = repo.connect()) {
      connection.head("PATCH " + location + " HTTP/1.1", "Transfer-Encoding: chunked");
      connection.write("5\r\nhello\r\nno number\r\n");
      connection.answer("PATCH", location).is(400).require(connection.ends(), "an end");
    }
  }

  private static void http2(Repository repo) throws IOException {
    repo.push(HELLO);
    HttpRequest request =
        HttpRequest.newBuilder(repo.registry().url().resolve(repo.blob(HELLO.sha256()))).build();
    HttpResponse<byte[]> response = overHttp2(request);
    if (!new Content(response.body()).sha256().equals(HELLO.sha256())) {
      throw new AssertionError("no blob but " + response);
    }
  }

  private static void http2Push(Repository repo) throws IOException {
    Content blob = Content.patterned(1_000_000);
    URI target = repo.registry().url().resolve(closing(repo.openUpload(), blob.sha256()));
    HttpResponse<byte[]> response =
        overHttp2(
            HttpRequest.newBuilder(target)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(blob.bytes()))
                .build());
    if (response.statusCode() != 201) {
      throw new AssertionError("no 201 but " + response + ": " + new Content(response.body()));
    }
    repo.send(get(repo.blob(blob.sha256()))).is(200).holds(blob);
  }

  /** The first request upgrades the connection, the second is HTTP/2 from its first byte. */
  private static HttpResponse<byte[]> overHttp2(HttpRequest request) throws IOException {
    HttpRequest upgrade = HttpRequest.newBuilder(request.uri().resolve("/v2/")).build();
    try (var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build()) {
      client.send(upgrade, HttpResponse.BodyHandlers.ofByteArray());
      HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (response.version() != HttpClient.Version.HTTP_2) {
        throw new AssertionError("answered over " + response.version());
      }
      return response;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private static void refusedBody(Repository repo) throws IOException {
    String target = repo.uploads() + "12345678-1234-4234-8234-123456789abc";
    String looksLikeRequest = "GET /v2/smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
    try (var connection = repo.connect()) {
      connection.head(
          "PATCH " + target + " HTTP/1.1", "Content-Length: " + looksLikeRequest.length());
      connection.write(looksLikeRequest);
      connection.answer("PATCH", target).is(404).code("BLOB_UPLOAD_UNKNOWN", "BLOB_UPLOAD_INVALID");
      try {
        exchange(connection, "GET", "/v2/").is(200);
      } catch (java.io.EOFException | java.net.SocketException _) {
        repo.send(get("/v2/")).is(200);
      }
    }
  }

  private static void chunked(Repository repo) throws IOException {
    String location = pathOf(repo.openUpload());
    try (var connection = repo.connect()) {
      connection.head(
          "PATCH " + location + " HTTP/1.1",
          "Transfer-Encoding: chunked",
          "Content-Type: application/octet-stream");
      connection.write("5\r\nhello\r\n").write("6\r\n world\r\n").write("0\r\n\r\n");
      String next = connection.answer("PATCH", location).is(202).header("Range", "0-10").location();
      repo.send(put(closing(next, HELLO.sha256()))).is(201);
    }
  }

  private static void expectContinue(Repository repo) throws IOException {
    String target = pathOf(closing(repo.openUpload(), HELLO.sha256()));
    try (var connection = repo.connect()) {
      connection.head("PUT " + target + " HTTP/1.1", "Content-Length: 11", "Expect: 100-continue");
      connection.answer("PUT", target).is(100);
      connection.write(HELLO.bytes()).answer("PUT", target).is(201);
    }
  }

  private static void hundredConnections(Repository repo) throws IOException {
    var connections = new java.util.ArrayList<RawConnection>();
    try {
      for (int i = 0; i < 100; i++) {
        connections.add(repo.connect().write("GET /v2/ HTTP/1.1\r\n"));
      }
      for (RawConnection connection : connections) {
        connection.write("Host: x\r\n\r\n").answer("GET", "/v2/").is(200);
      }
    } finally {
      for (RawConnection connection : connections) {
        connection.close();
      }
    }
  }
}
