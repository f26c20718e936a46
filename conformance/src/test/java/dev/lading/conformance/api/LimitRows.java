package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Manifest.IMAGE;
import static dev.lading.conformance.support.Repository.closing;
import static dev.lading.conformance.support.Repository.pathOf;
import static dev.lading.conformance.support.Request.get;
import static dev.lading.conformance.support.Request.head;
import static dev.lading.conformance.support.Request.patch;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Patience;
import dev.lading.conformance.support.RawConnection;
import dev.lading.conformance.support.Repository;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What is refused because it is too large or too much, each at a limit that is configured. */
final class LimitRows {
  static final Map<String, Object> SETTINGS =
      Map.of(
          "limits.manifest", "5MiB",
          "limits.blob", "6MiB",
          "limits.uploads", 4,
          "limits.requestline", "4KiB",
          "limits.headers", "8KiB");

  private static final int MIB = 1024 * 1024;

  private LimitRows() {}

  static List<Row> rows() {
    return List.of(
        row(
            "manifest-put-over-limit",
            "a manifest over the limit is refused before it is sent",
            repo -> {
              String target = repo.manifest("v1");
              try (var connection = repo.connect()) {
                connection.head(
                    "PUT " + target + " HTTP/1.1",
                    "Content-Type: " + IMAGE,
                    "Content-Length: " + (5 * MIB + 1));
                tooLarge(
                    connection.answer("PUT", target), "MANIFEST_INVALID", "manifest-too-large");
              }
            }),
        row(
            "manifest-put-at-limit",
            "a manifest at the limit is taken",
            repo -> {
              var image = repo.image("v1").annotation("pad", "");
              int pad = 5 * MIB - image.content().size();
              repo.pushManifest("v1", image.annotation("pad", "x".repeat(pad)));
            }),
        row(
            "manifest-put-over-limit-chunked",
            "a manifest that grows over the limit is refused",
            repo ->
                overLimitInChunks(
                    repo, "PUT", repo.manifest("v1"), "MANIFEST_INVALID", "manifest-too-large")),
        row(
            "body-over-limit",
            "a blob over the limit is refused before it is sent, and nothing of it is there",
            repo -> {
              Content large = Content.patterned(6 * MIB + 1);
              String target = closing(repo.uploads(), large.sha256());
              try (var connection = repo.connect()) {
                connection.head("POST " + target + " HTTP/1.1", "Content-Length: " + large.size());
                tooLarge(connection.answer("POST", target), "SIZE_INVALID", "body-too-large");
              }
              repo.send(head(repo.blob(large.sha256()))).is(404);
            }),
        row(
            "body-at-limit",
            "a blob at the limit is taken",
            repo -> repo.push(Content.patterned(6 * MIB))),
        row(
            "body-over-limit-chunked",
            "a body that grows over the limit is refused",
            repo ->
                overLimitInChunks(
                    repo, "PATCH", pathOf(repo.openUpload()), "SIZE_INVALID", "body-too-large")),
        row(
            "body-over-limit-together",
            "chunks that together are over the limit are refused",
            repo -> {
              Content half = Content.patterned(4 * MIB);
              String next = repo.send(patch(repo.openUpload()).bytes(half)).is(202).location();
              repo.send(patch(next).bytes(half))
                  .is(413)
                  .code("SIZE_INVALID")
                  .reason("body-too-large");
            }),
        row(
            "too-many-uploads",
            "more uploads at once than the limit are told to come again",
            LimitRows::tooManyUploads),
        row(
            "wire-line-over-limit",
            "a request line over the limit is refused in JSON",
            repo -> {
              String target = "/v2/" + "a".repeat(5000);
              repo.send(get(target)).is(414).code("UNSUPPORTED").reason("request-line-too-long");
            }),
        row(
            "wire-headers-over-limit",
            "headers over the limit are refused in JSON",
            repo ->
                repo.send(get("/v2/").header("X-Long", "a".repeat(9000)))
                    .is(431)
                    .code("UNSUPPORTED")
                    .reason("headers-too-large")));
  }

  private static void tooLarge(Answer answer, String code, String reason) {
    answer.is(413).code(code).reason(reason);
  }

  /** Sends until the registry answers; it may break the connection while we still write. */
  private static void overLimitInChunks(
      Repository repo, String method, String target, String code, String reason)
      throws IOException {
    String chunk = "x".repeat(MIB);
    try (var connection = repo.connect()) {
      connection.head(
          method + " " + target + " HTTP/1.1",
          "Content-Type: " + IMAGE,
          "Transfer-Encoding: chunked");
      for (int i = 0; i < 7; i++) {
        connection.write(Integer.toHexString(MIB) + "\r\n" + chunk + "\r\n");
      }
      tooLarge(connection.answer(method, target), code, reason);
    }
  }

  private static void tooManyUploads(Repository repo) throws IOException {
    var holding = new ArrayList<RawConnection>();
    try {
      for (int i = 0; i < 4; i++) {
        String target = pathOf(repo.openUpload());
        holding.add(
            repo.connect()
                .head("PATCH " + target + " HTTP/1.1", "Content-Length: 11")
                .write("hello"));
      }
      String fifth = repo.openUpload();
      // Out of order, so that it is refused in any case until the four are under way.
      Answer answer =
          Patience.until(
              () -> repo.send(patch(fifth).contentRange("90-94").bytes("other")),
              a -> a.status() == 429);
      answer
          .code("TOOMANYREQUESTS")
          .reason("too-many-uploads")
          .headerMatches("Retry-After", "[0-9]+");
      for (RawConnection connection : holding) {
        connection.write(" world").answer("PATCH", "upload").is(202).header("Range", "0-10");
      }
    } finally {
      for (RawConnection connection : holding) {
        connection.close();
      }
    }
  }
}
