package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Repository.closing;
import static dev.lading.conformance.support.Repository.pathOf;
import static dev.lading.conformance.support.Request.get;
import static dev.lading.conformance.support.Request.head;
import static dev.lading.conformance.support.Request.patch;
import static dev.lading.conformance.support.Request.put;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Repository;
import java.util.List;

/** {@code PUT} of an upload. */
final class UploadCloseRows {
  private static final Content HELLO = Content.of("hello world");
  private static final Content EMPTY = Content.of("");

  private UploadCloseRows() {}

  static List<Row> rows() {
    return List.of(
        row(
            "close-monolithic",
            "a PUT with all the bytes makes the blob",
            repo -> {
              Answer made =
                  repo.send(put(closing(repo.openUpload(), HELLO.sha256())).bytes(HELLO))
                      .is(201)
                      .empty();
              made.header("Docker-Content-Digest", HELLO.sha256());
              made.require(
                  pathOf(made.location()).equals(repo.blob(HELLO.sha256())), "the blob's Location");
              repo.send(get(pathOf(made.location()))).is(200).holds(HELLO);
            }),
        row(
            "close-empty-blob",
            "a PUT without bytes makes the blob without bytes",
            repo -> {
              repo.send(put(closing(repo.openUpload(), EMPTY.sha256()))).is(201);
              repo.send(head(repo.blob(EMPTY.sha256()))).is(200).header("Content-Length", "0");
            }),
        row(
            "close-after-stream",
            "a PUT without bytes closes what was streamed",
            repo -> {
              String next = repo.send(patch(repo.openUpload()).bytes(HELLO)).is(202).location();
              repo.send(put(closing(next, HELLO.sha256())))
                  .is(201)
                  .header("Docker-Content-Digest", HELLO.sha256());
              repo.send(get(repo.blob(HELLO.sha256()))).is(200).holds(HELLO);
            }),
        row(
            "close-last-chunk",
            "a PUT may bring the last chunk",
            repo -> {
              String next = hello(repo);
              repo.send(put(closing(next, HELLO.sha256())).contentRange("5-10").bytes(" world"))
                  .is(201);
              repo.send(get(repo.blob(HELLO.sha256()))).is(200).holds(HELLO);
            }),
        row(
            "close-last-chunk-without-range",
            "a PUT may bring the last bytes without saying where they go",
            repo -> {
              repo.send(put(closing(hello(repo), HELLO.sha256())).bytes(" world")).is(201);
              repo.send(get(repo.blob(HELLO.sha256()))).is(200).holds(HELLO);
            }),
        row(
            "close-out-of-order",
            "a last chunk out of order is refused, and the upload goes on",
            repo -> {
              String next = hello(repo);
              repo.send(put(closing(next, HELLO.sha256())).contentRange("7-10").bytes("orld"))
                  .is(416)
                  .code("RANGE_INVALID")
                  .reason("chunk-out-of-order");
              repo.send(get(next)).is(204).header("Range", "0-4");
              repo.send(put(closing(next, HELLO.sha256())).contentRange("5-10").bytes(" world"))
                  .is(201);
            }),
        row(
            "close-length",
            "a last chunk that is not as long as its range is refused",
            repo ->
                repo.send(
                        put(closing(hello(repo), HELLO.sha256()))
                            .contentRange("5-20")
                            .bytes(" world"))
                    .is(400)
                    .code("SIZE_INVALID")
                    .reason("length-mismatch")),
        row(
            "close-sha512",
            "an upload opened without an algorithm can be closed by SHA-512",
            repo -> {
              String next = hello(repo);
              repo.send(put(closing(next, HELLO.sha512())).bytes(" world"))
                  .is(201)
                  .header("Docker-Content-Digest", HELLO.sha512());
              repo.send(get(repo.blob(HELLO.sha512()))).is(200).holds(HELLO);
            }),
        row(
            "close-sha512-monolithic",
            "a PUT with all the bytes makes a SHA-512 blob",
            repo ->
                repo.send(get(repo.blob(repo.push(HELLO, HELLO.sha512())))).is(200).holds(HELLO)),
        row(
            "close-digest-encoded",
            "the digest may be percent-encoded",
            repo ->
                repo.send(
                        put(closing(repo.openUpload(), HELLO.sha256().replace(":", "%3A")))
                            .bytes(HELLO))
                    .is(201)),
        row(
            "close-form-type",
            "a PUT that calls its body a form is not read as a form",
            repo ->
                repo.send(
                        put(closing(repo.openUpload(), HELLO.sha256()))
                            .type("application/x-www-form-urlencoded")
                            .body(HELLO))
                    .is(201)),
        row(
            "close-digest-missing",
            "an upload cannot be closed without a digest",
            repo ->
                repo.send(put(repo.openUpload()).bytes(HELLO))
                    .is(400)
                    .code("DIGEST_INVALID")
                    .reason("digest-missing")),
        row(
            "close-digest-malformed",
            "an upload cannot be closed with a malformed digest",
            repo -> digestInvalid(repo, "sha256:baddigeststring", "digest-malformed")),
        row(
            "close-digest-algorithm",
            "an upload cannot be closed with a digest we do not compute",
            repo -> digestInvalid(repo, "md5:" + "a".repeat(32), "digest-algorithm-unsupported")),
        row(
            "close-mismatch",
            "bytes that do not have the digest are refused, and leave nothing",
            repo -> mismatch(repo, repo.unique("other").sha256())),
        row(
            "close-mismatch-sha512",
            "bytes that do not have the SHA-512 digest are refused, and leave nothing",
            repo -> mismatch(repo, repo.unique("other").sha512())),
        row(
            "close-mismatch-chunked",
            "chunks that do not have the digest are refused, and leave nothing",
            repo -> {
              String digest = repo.unique("other").sha256();
              repo.send(put(closing(hello(repo), digest)))
                  .is(400)
                  .code("DIGEST_INVALID")
                  .reason("digest-mismatch");
              repo.send(head(repo.blob(digest))).is(404);
              repo.send(head(repo.blob(Content.of("hello").sha256()))).is(404);
            }),
        row(
            "close-unknown",
            "an upload nobody opened cannot be closed",
            repo ->
                repo.send(
                        put(closing(
                                repo.uploads() + "12345678-1234-4234-8234-123456789abc",
                                HELLO.sha256()))
                            .bytes(HELLO))
                    .is(404)
                    .code("BLOB_UPLOAD_UNKNOWN")
                    .reason("upload-unknown")),
        row(
            "close-twice",
            "a closed upload is unknown, but may be closed again as it was",
            repo -> {
              String location = repo.openUpload();
              repo.send(put(closing(location, HELLO.sha256())).bytes(HELLO)).is(201);
              repo.send(get(location)).is(404).code("BLOB_UPLOAD_UNKNOWN").reason("upload-unknown");
              repo.send(put(closing(location, HELLO.sha256())).bytes(HELLO)).is(201);
              repo.send(put(closing(location, Content.of("other").sha256())))
                  .is(404)
                  .code("BLOB_UPLOAD_UNKNOWN");
            }),
        row(
            "close-existing",
            "a blob that is there can be uploaded again",
            repo -> {
              repo.push(HELLO);
              repo.push(HELLO);
              repo.send(get(repo.blob(HELLO.sha256()))).is(200).holds(HELLO);
            }),
        row(
            "close-large",
            "a PUT of several megabytes makes the blob",
            repo -> {
              Content large = Content.patterned(6_000_000);
              repo.send(head(repo.blob(repo.push(large))))
                  .is(200)
                  .header("Content-Length", "6000000");
            }));
  }

  /** The next Location of an upload that holds {@code hello}. */
  private static String hello(Repository repo) {
    return repo.send(patch(repo.openUpload()).contentRange("0-4").bytes("hello"))
        .is(202)
        .location();
  }

  private static void digestInvalid(Repository repo, String digest, String reason) {
    repo.send(put(closing(repo.openUpload(), digest)).bytes(HELLO))
        .is(400)
        .code("DIGEST_INVALID")
        .reason(reason);
  }

  private static void mismatch(Repository repo, String digest) {
    digestInvalid(repo, digest, "digest-mismatch");
    repo.send(head(repo.blob(digest))).is(404);
    repo.send(head(repo.blob(HELLO.sha256()))).is(404);
  }
}
