package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Request.delete;
import static dev.lading.conformance.support.Request.get;
import static dev.lading.conformance.support.Request.head;

import dev.lading.conformance.support.Content;
import java.util.List;

/** What is answered where clients fetch the bytes of blobs from the store themselves. */
final class RedirectRows {
  private static final Content BLOB = Content.patterned(2048);

  private RedirectRows() {}

  static List<Row> rows() {
    return List.of(
        row(
            "blob-get-redirected",
            "a blob is fetched where the answer says, for twenty minutes, with no login",
            repo -> {
              String elsewhere =
                  repo.send(get(repo.blob(repo.push(BLOB))))
                      .is(307)
                      .headerMatches("Location", "http://127\\.0\\.0\\.1:.*X-Amz-Expires=1200.*")
                      .header("Cache-Control", "no-store")
                      .location();
              repo.send(get(elsewhere)).is(200).holds(BLOB);
            }),
        row(
            "blob-get-redirected-range",
            "a range is the store's to give",
            repo -> {
              String path = repo.blob(repo.push(BLOB));
              String elsewhere = repo.send(get(path).range("bytes=500-999")).is(307).location();
              repo.send(get(elsewhere).range("bytes=500-999")).is(206).holds(BLOB.slice(500, 1000));
            }),
        row(
            "blob-get-redirected-past-end",
            "a range past the end is refused here",
            repo ->
                repo.send(get(repo.blob(repo.push(BLOB))).range("bytes=5000-"))
                    .is(416)
                    .header("Content-Range", "bytes */2048")),
        row(
            "blob-get-redirected-known",
            "a blob that the client has is not sent again",
            repo -> {
              String digest = repo.push(BLOB);
              repo.send(get(repo.blob(digest)).header("If-None-Match", "\"" + digest + "\""))
                  .is(304);
            }),
        row(
            "blob-get-redirected-empty",
            "a blob of no bytes needs no way elsewhere",
            repo -> repo.send(get(repo.blob(repo.push(Content.of(""))))).is(200).empty()),
        row(
            "blob-get-redirected-gone",
            "a blob that was deleted leads nowhere",
            repo -> {
              repo.pushImage("v1");
              String path = repo.blob(repo.push(BLOB));
              repo.send(delete(path)).is(202);
              repo.send(get(path)).is(404).code("BLOB_UNKNOWN");
            }),
        row(
            "blob-head-redirected",
            "whether a blob is there, and how large, is said here",
            repo ->
                repo.send(head(repo.blob(repo.push(BLOB))))
                    .is(200)
                    .header("Content-Length", "2048")));
  }
}
