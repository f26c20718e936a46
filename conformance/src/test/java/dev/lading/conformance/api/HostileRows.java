package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Manifest.ACCEPT;
import static dev.lading.conformance.support.Manifest.IMAGE;
import static dev.lading.conformance.support.Repository.closing;
import static dev.lading.conformance.support.Repository.pathOf;
import static dev.lading.conformance.support.Request.get;
import static dev.lading.conformance.support.Request.head;
import static dev.lading.conformance.support.Request.patch;
import static dev.lading.conformance.support.Request.put;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Patience;
import dev.lading.conformance.support.RawConnection;
import dev.lading.conformance.support.Repository;
import java.io.IOException;
import java.util.List;

/** Paths that climb, bodies that stop half-way, writers that collide. Targets go out as written. */
final class HostileRows {
  private static final Content HELLO = Content.of("hello world");

  private HostileRows() {}

  static List<Row> rows() {
    return List.of(
        climbs("climb-name", "a name that climbs", "GET", "/v2/../../etc/passwd/manifests/v1"),
        climbs(
            "climb-name-inside",
            "a name that climbs and comes back",
            "GET",
            "/v2/a/../b/tags/list"),
        climbs(
            "climb-name-encoded",
            "a name that climbs in percent signs",
            "GET",
            "/v2/%2e%2e%2f%2e%2e%2fetc/tags/list"),
        climbs(
            "climb-name-twice-encoded",
            "and one that does so twice",
            "GET",
            "/v2/%252e%252e%252fetc/tags/list"),
        climbs(
            "climb-name-put",
            "a manifest put above the root",
            "PUT",
            "/v2/../../../tmp/manifests/v1"),
        climbs("climb-tag", "a tag that climbs", "GET", "/v2/a/manifests/.."),
        climbs(
            "climb-tag-encoded",
            "a tag that climbs in percent signs",
            "PUT",
            "/v2/a/manifests/..%2f..%2flatest"),
        climbs(
            "climb-digest",
            "a digest that climbs",
            "GET",
            "/v2/a/blobs/sha256:../../../../etc/passwd"),
        climbs(
            "climb-digest-encoded",
            "a digest that climbs in percent signs",
            "GET",
            "/v2/a/blobs/sha256:..%2f..%2fetc%2fpasswd"),
        climbs(
            "climb-algorithm",
            "an algorithm that climbs",
            "GET",
            "/v2/a/blobs/..%2fsha256:" + HELLO.sha256().substring(7)),
        climbs(
            "climb-upload",
            "an upload that climbs",
            "GET",
            "/v2/a/blobs/uploads/..%2f..%2f_manifests"),
        climbs(
            "climb-upload-plain", "an upload id of two dots", "DELETE", "/v2/a/blobs/uploads/.."),
        climbs("climb-referrers", "a subject that climbs", "GET", "/v2/a/referrers/..%2f..%2fetc"),
        climbs("path-nul", "a NUL in a name", "GET", "/v2/a%00b/tags/list"),
        climbs(
            "path-newline",
            "a line end in a tag",
            "GET",
            "/v2/a/manifests/v1%0d%0aX-Injected:%20yes"),
        climbs(
            "path-escape-broken",
            "a percent sign that escapes nothing",
            "GET",
            "/v2/a/manifests/%zz"),
        climbs("path-empty-part", "a name with an empty part", "GET", "/v2/a//b/tags/list"),
        climbs("path-backslash", "a name with a backslash", "GET", "/v2/a%5cb/tags/list"),
        row(
            "half-chunk",
            "a chunk that stops half-way leaves an upload that goes on",
            HostileRows::halfChunk),
        row("half-close", "a PUT that stops half-way makes no blob", HostileRows::halfClose),
        row("half-single", "a POST that stops half-way makes no blob", HostileRows::halfSingle),
        row(
            "half-http-chunk",
            "HTTP chunks that stop half-way make no blob",
            HostileRows::halfHttpChunk),
        row(
            "half-manifest",
            "a manifest that stops half-way is not there",
            HostileRows::halfManifest),
        row("half-head", "a head that stops half-way harms nobody", HostileRows::halfHead),
        row(
            "two-writers",
            "a second writer on an upload is refused, and the first goes on",
            HostileRows::twoWriters),
        row(
            "many-writers",
            "many uploads of one repository go on side by side",
            HostileRows::manyWriters));
  }

  /** Refused as no such thing, never by a redirect, never served. */
  private static Row climbs(String id, String says, String method, String target) {
    return row(
        id,
        says + " leads nowhere",
        repo -> {
          try (var connection = repo.connect()) {
            Answer answer =
                connection
                    .head(method + " " + target + " HTTP/1.1", "Content-Length: 0")
                    .answer(method, target);
            answer.is(400, 404).noHeader("X-Injected");
          }
        });
  }

  private static void halfChunk(Repository repo) throws IOException {
    String location = repo.openUpload();
    sendHalf(repo, "PATCH " + pathOf(location) + " HTTP/1.1", "Content-Length: 11");
    Answer status =
        Patience.until(
            () -> repo.send(get(location)), a -> a.is(204).header("Range").equals("0-4"));
    repo.send(patch(status.location()).contentRange("5-10").bytes(" world"))
        .is(202)
        .header("Range", "0-10");
    repo.send(put(closing(location, HELLO.sha256()))).is(201);
    repo.send(get(repo.blob(HELLO.sha256()))).is(200).holds(HELLO);
  }

  private static void halfClose(Repository repo) throws IOException {
    Content whole = repo.unique("hello");
    sendHalf(
        repo,
        "PUT " + pathOf(closing(repo.openUpload(), whole.sha256())) + " HTTP/1.1",
        "Content-Length: " + whole.size());
    absent(repo, repo.blob(whole.sha256()));
    repo.push(whole);
  }

  private static void halfSingle(Repository repo) throws IOException {
    Content whole = repo.unique("hello");
    sendHalf(
        repo,
        "POST " + closing(repo.uploads(), whole.sha256()) + " HTTP/1.1",
        "Content-Length: " + whole.size());
    absent(repo, repo.blob(whole.sha256()));
    absent(repo, repo.blob(Content.of("hello").sha256()));
    repo.push(whole);
  }

  private static void halfHttpChunk(Repository repo) throws IOException {
    String target = pathOf(closing(repo.openUpload(), Content.of("hello").sha256()));
    try (var connection = repo.connect()) {
      connection
          .head("PUT " + target + " HTTP/1.1", "Transfer-Encoding: chunked")
          .write("5\r\nhello\r\n");
    }
    absent(repo, repo.blob(Content.of("hello").sha256()));
  }

  private static void halfManifest(Repository repo) throws IOException {
    Manifest image = repo.image("v1");
    sendHalf(
        repo,
        "PUT " + repo.manifest("v1") + " HTTP/1.1",
        "Content-Type: " + IMAGE,
        "Content-Length: " + image.content().size());
    absent(repo, repo.manifest("v1"));
    repo.pushManifest("v1", image);
  }

  private static void halfHead(Repository repo) throws IOException {
    for (int i = 0; i < 50; i++) {
      try (var connection = repo.connect()) {
        connection.write("GET /v2/ HTTP/1.1\r\nHost: x\r\nX-");
      }
    }
    repo.send(get("/v2/")).is(200);
  }

  private static void twoWriters(Repository repo) throws IOException {
    String location = repo.openUpload();
    try (var first = repo.connect()) {
      first.head(
          "PATCH " + pathOf(location) + " HTTP/1.1", "Content-Length: 11", "Expect: 100-continue");
      // It is being read, so the upload is this writer's.
      first.answer("PATCH", "upload").is(100);
      first.write("hello");
      Answer second = repo.send(patch(location).contentRange("90-94").bytes("other")).is(409);
      second.code("BLOB_UPLOAD_INVALID").reason("upload-busy");
      first.write(" world").answer("PATCH", "upload").is(202).header("Range", "0-10");
    }
    repo.send(put(closing(location, HELLO.sha256()))).is(201);
  }

  private static void manyWriters(Repository repo) throws IOException {
    var connections = new java.util.ArrayList<RawConnection>();
    try {
      for (int i = 0; i < 50; i++) {
        Content blob = repo.unique("blob " + i);
        String target = pathOf(closing(repo.openUpload(), blob.sha256()));
        connections.add(
            repo.connect().head("PUT " + target + " HTTP/1.1", "Content-Length: " + blob.size()));
      }
      for (int i = 0; i < 50; i++) {
        connections.get(i).write(repo.unique("blob " + i).bytes()).answer("PUT", "upload").is(201);
      }
    } finally {
      for (RawConnection connection : connections) {
        connection.close();
      }
    }
  }

  private static void sendHalf(Repository repo, String requestLine, String... headers)
      throws IOException {
    try (var connection = repo.connect()) {
      connection.head(requestLine, headers).write("hello").endOutput();
      connection.ends();
    }
  }

  /** Not there now, nor when the server has taken notice of the end. */
  private static void absent(Repository repo, String path) {
    repo.send(head(path).header("Accept", ACCEPT)).is(404);
  }
}
