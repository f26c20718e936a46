package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Request.delete;
import static dev.lading.conformance.support.Request.get;
import static dev.lading.conformance.support.Request.head;

import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Repository;
import java.util.List;

/** {@code GET}, {@code HEAD} and {@code DELETE /v2/<name>/blobs/<digest>}. */
final class BlobRows {
  private static final Content HELLO = Content.of("hello world");
  private static final Content EMPTY = Content.of("");

  private BlobRows() {}

  static List<Row> rows() {
    return List.of(
        row(
            "blob-get",
            "a blob comes back whole, with its digest and size",
            repo ->
                repo.send(get(repo.blob(repo.push(HELLO))))
                    .is(200)
                    .header("Docker-Content-Digest", HELLO.sha256())
                    .header("Content-Length", "11")
                    .header("Content-Type", "application/octet-stream")
                    .header("Accept-Ranges", "bytes")
                    .holds(HELLO)),
        row(
            "blob-get-empty",
            "the blob without bytes comes back, with a length",
            repo ->
                repo.send(get(repo.blob(repo.push(EMPTY))))
                    .is(200)
                    .header("Content-Length", "0")
                    .empty()),
        row(
            "blob-get-large",
            "a blob of several megabytes comes back byte for byte",
            repo -> {
              Content large = Content.patterned(9_000_001);
              repo.send(get(repo.blob(repo.push(large))))
                  .is(200)
                  .header("Content-Length", "9000001")
                  .holds(large);
            }),
        row(
            "blob-get-sha512",
            "a blob pushed by SHA-512 is served by that digest",
            repo ->
                repo.send(get(repo.blob(repo.push(HELLO, HELLO.sha512()))))
                    .is(200)
                    .header("Docker-Content-Digest", HELLO.sha512())
                    .holds(HELLO)),
        row("blob-get-unknown", "a blob nobody pushed is unknown", BlobRows::unknown),
        row(
            "blob-get-repository-unknown",
            "a repository nobody pushed to has no blobs",
            repo ->
                repo.send(get(repo.blob(HELLO.sha256())))
                    .is(404)
                    .code("BLOB_UNKNOWN", "NAME_UNKNOWN")),
        row(
            "blob-get-other-repository",
            "a blob is readable only through a repository that holds it",
            repo -> {
              String digest = repo.push(HELLO);
              repo.other().push(EMPTY);
              repo.send(get(repo.other().blob(digest)))
                  .is(404)
                  .code("BLOB_UNKNOWN")
                  .reason("blob-unknown");
              repo.send(head(repo.other().blob(digest))).is(404);
            }),
        row(
            "blob-get-digest-short",
            "a digest with too few digits is malformed",
            repo -> malformed(repo, "sha256:abc")),
        row(
            "blob-get-digest-upper-case",
            "a digest in upper case is malformed",
            repo -> malformed(repo, "sha256:" + "A".repeat(64))),
        row(
            "blob-get-digest-bare",
            "a digest without an algorithm is malformed",
            repo -> malformed(repo, "a".repeat(64))),
        row(
            "blob-get-digest-algorithm",
            "a digest of an algorithm we do not compute is refused as such",
            repo ->
                repo.send(get(repo.blob("md5:" + "a".repeat(32))))
                    .is(400)
                    .code("DIGEST_INVALID")
                    .reason("digest-algorithm-unsupported")),
        row(
            "blob-get-etag",
            "a blob has its digest as entity tag, and is not sent again to who has it",
            repo -> {
              String path = repo.blob(repo.push(HELLO));
              String tag = '"' + HELLO.sha256() + '"';
              repo.send(get(path)).is(200).header("ETag", tag);
              repo.send(get(path).header("If-None-Match", tag)).is(304).empty();
              repo.send(get(path).header("If-None-Match", '"' + EMPTY.sha256() + '"'))
                  .is(200)
                  .holds(HELLO);
            }),
        row(
            "blob-get-cacheable",
            "a blob may be cached for a year",
            repo ->
                repo.send(get(repo.blob(repo.push(HELLO))))
                    .headerMatches("Cache-Control", ".*max-age=31536000.*")),
        row(
            "blob-head",
            "HEAD answers as GET does, without a body",
            repo ->
                repo.send(head(repo.blob(repo.push(HELLO))))
                    .is(200)
                    .header("Content-Length", "11")
                    .header("Docker-Content-Digest", HELLO.sha256())
                    .header("Content-Type", "application/octet-stream")
                    .empty()),
        row(
            "blob-head-empty",
            "HEAD of the blob without bytes has a length of 0",
            repo ->
                repo.send(head(repo.blob(repo.push(EMPTY))))
                    .is(200)
                    .header("Content-Length", "0")
                    .empty()),
        row(
            "blob-head-sha512",
            "HEAD echoes the algorithm that was asked for",
            repo ->
                repo.send(head(repo.blob(repo.push(HELLO, HELLO.sha512()))))
                    .is(200)
                    .header("Content-Length", "11")
                    .header("Docker-Content-Digest", HELLO.sha512())),
        row(
            "blob-head-unknown",
            "HEAD of an unknown blob is 404 without a body",
            repo -> repo.send(head(repo.blob(repo.unique("unpushed").sha256()))).is(404).empty()),
        row(
            "blob-delete",
            "a deleted blob is gone at once",
            repo -> {
              repo.push(EMPTY);
              String path = repo.blob(repo.push(HELLO));
              repo.send(delete(path)).is(202);
              repo.send(head(path)).is(404);
              repo.send(get(path)).is(404).code("BLOB_UNKNOWN").reason("blob-unknown");
            }),
        row(
            "blob-delete-unknown",
            "an unknown blob cannot be deleted",
            repo -> {
              repo.push(HELLO);
              String path = repo.blob(repo.unique("unpushed").sha256());
              repo.send(delete(path)).is(404).code("BLOB_UNKNOWN").reason("blob-unknown");
            }),
        row(
            "blob-delete-again",
            "a deleted blob can be pushed again",
            repo -> {
              repo.send(delete(repo.blob(repo.push(HELLO)))).is(202);
              repo.send(get(repo.blob(repo.push(HELLO)))).is(200).holds(HELLO);
            }),
        row(
            "blob-delete-other-repository",
            "deleting a blob from one repository leaves it in another",
            repo -> {
              repo.other().push(HELLO);
              repo.send(delete(repo.blob(repo.push(HELLO)))).is(202);
              repo.send(get(repo.other().blob(HELLO.sha256()))).is(200).holds(HELLO);
            }),
        row(
            "blob-delete-other-algorithm",
            "deleting a blob by one digest leaves it readable by the other",
            repo -> {
              repo.push(HELLO, HELLO.sha512());
              repo.send(delete(repo.blob(repo.push(HELLO)))).is(202);
              repo.send(get(repo.blob(HELLO.sha512()))).is(200).holds(HELLO);
            }),
        row(
            "blob-delete-digest-malformed",
            "a malformed digest cannot be deleted",
            repo ->
                repo.send(delete(repo.blob("sha256:abc")))
                    .is(400)
                    .code("DIGEST_INVALID")
                    .reason("digest-malformed")));
  }

  private static void unknown(Repository repo) {
    repo.push(HELLO);
    String digest = repo.unique("unpushed").sha256();
    repo.send(get(repo.blob(digest))).is(404).code("BLOB_UNKNOWN").reason("blob-unknown");
  }

  private static void malformed(Repository repo, String digest) {
    repo.send(get(repo.blob(digest))).is(400).code("DIGEST_INVALID").reason("digest-malformed");
  }
}
