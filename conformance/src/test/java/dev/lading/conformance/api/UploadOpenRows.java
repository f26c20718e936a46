package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Repository.closing;
import static dev.lading.conformance.support.Repository.pathOf;
import static dev.lading.conformance.support.Request.delete;
import static dev.lading.conformance.support.Request.get;
import static dev.lading.conformance.support.Request.head;
import static dev.lading.conformance.support.Request.patch;
import static dev.lading.conformance.support.Request.post;
import static dev.lading.conformance.support.Request.put;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Repository;
import java.util.List;

/**
 * {@code POST /v2/<name>/blobs/uploads/}, and {@code GET} and {@code DELETE} of the upload it
 * opens.
 */
final class UploadOpenRows {
  private static final Content HELLO = Content.of("hello world");

  private UploadOpenRows() {}

  static List<Row> rows() {
    return List.of(
        row(
            "upload-open",
            "an upload is opened, and is empty",
            repo -> {
              Answer opened =
                  repo.send(post(repo.uploads())).is(202).header("Range", "0-0").empty();
              opened.require(!opened.header("Docker-Upload-UUID").isEmpty(), "an upload id");
              opened.require(
                  pathOf(opened.location()).startsWith(repo.uploads()),
                  "a Location of this repository");
            }),
        row(
            "upload-open-unique",
            "every upload has a Location of its own",
            repo -> {
              Answer second = repo.send(post(repo.uploads()));
              second.require(!second.location().equals(repo.openUpload()), "another Location");
            }),
        row(
            "upload-open-content-type",
            "a Content-Type on the empty request is of no account",
            repo -> repo.send(post(repo.uploads()).type("application/json")).is(202)),
        row(
            "upload-open-name-upper-case",
            "a repository name in upper case is malformed",
            repo -> nameInvalid(repo, "Upper/case", "name-malformed")),
        row(
            "upload-open-name-separator",
            "a repository name may not end in a separator",
            repo -> nameInvalid(repo, "ends-", "name-malformed")),
        row(
            "upload-open-name-long",
            "a repository name of more than 255 characters is too long",
            repo -> nameInvalid(repo, "a".repeat(256), "name-too-long")),
        row(
            "upload-open-name-longest",
            "a repository name of 255 characters is good",
            repo -> repo.send(post("/v2/" + "a/".repeat(127) + "a/blobs/uploads/")).is(202)),
        row(
            "upload-open-name-separators",
            "dots, dashes and one or two underscores separate the parts of a name",
            repo ->
                repo.send(post("/v2/" + repo.name() + "/a.b/c-d---e/f_g__h/blobs/uploads/"))
                    .is(202)),
        row(
            "upload-open-algorithm",
            "an upload may be announced as SHA-512",
            repo -> {
              String location =
                  repo.send(post(repo.uploads() + "?digest-algorithm=sha512")).is(202).location();
              repo.send(put(closing(location, HELLO.sha512())).bytes(HELLO)).is(201);
              repo.send(get(repo.blob(HELLO.sha512()))).is(200).holds(HELLO);
            }),
        row(
            "upload-open-algorithm-unsupported",
            "an upload cannot be announced in an algorithm we do not compute",
            repo ->
                repo.send(post(repo.uploads() + "?digest-algorithm=md5"))
                    .is(400)
                    .code("DIGEST_INVALID")
                    .reason("digest-algorithm-unsupported")),
        row(
            "upload-single",
            "one POST pushes a whole blob",
            repo -> {
              repo.send(post(closing(repo.uploads(), HELLO.sha256())).bytes(HELLO))
                  .is(201)
                  .header("Docker-Content-Digest", HELLO.sha256())
                  .require(repo.has(repo.blob(HELLO.sha256())), "the blob");
            }),
        row(
            "upload-single-location",
            "its Location is where the blob can be pulled",
            repo -> {
              Answer pushed =
                  repo.send(post(closing(repo.uploads(), HELLO.sha256())).bytes(HELLO)).is(201);
              repo.send(get(pathOf(pushed.location()))).is(200).holds(HELLO);
            }),
        row(
            "upload-single-empty",
            "one POST pushes the blob without bytes",
            repo -> {
              Content empty = Content.of("");
              repo.send(
                      post(closing(repo.uploads(), empty.sha256()))
                          .header("Content-Type", "application/octet-stream"))
                  .is(201);
              repo.send(head(repo.blob(empty.sha256()))).is(200).header("Content-Length", "0");
            }),
        row(
            "upload-single-sha512",
            "one POST pushes by SHA-512 too",
            repo -> {
              repo.send(post(closing(repo.uploads(), HELLO.sha512())).bytes(HELLO))
                  .is(201)
                  .header("Docker-Content-Digest", HELLO.sha512());
              repo.send(get(repo.blob(HELLO.sha512()))).is(200).holds(HELLO);
            }),
        row(
            "upload-single-again",
            "a blob that is there can be pushed again",
            repo -> {
              repo.push(HELLO);
              repo.send(post(closing(repo.uploads(), HELLO.sha256())).bytes(HELLO)).is(201);
            }),
        row(
            "upload-single-mismatch",
            "one POST of other bytes is refused, and leaves nothing",
            repo -> {
              String digest = repo.unique("other bytes").sha256();
              repo.send(post(closing(repo.uploads(), digest)).bytes(HELLO))
                  .is(400)
                  .code("DIGEST_INVALID")
                  .reason("digest-mismatch")
                  .require(!repo.has(repo.blob(digest)), "no blob");
            }),
        row(
            "upload-single-digest-malformed",
            "one POST with a malformed digest is refused",
            repo -> digestInvalid(repo, "sha256:abc", "digest-malformed")),
        row(
            "upload-single-digest-algorithm",
            "one POST with an algorithm we do not compute is refused",
            repo -> digestInvalid(repo, "md5:" + "a".repeat(32), "digest-algorithm-unsupported")),
        row(
            "upload-status",
            "a new upload says that it holds nothing",
            repo -> {
              String location = repo.openUpload();
              Answer status = repo.send(get(location)).is(204).header("Range", "0-0").empty();
              status.require(!status.location().isEmpty(), "a Location");
            }),
        row(
            "upload-status-unknown",
            "an upload nobody opened is unknown",
            repo ->
                uploadUnknown(
                    repo.send(get(repo.uploads() + "12345678-1234-4234-8234-123456789abc")))),
        row(
            "upload-status-other-repository",
            "an upload is unknown in another repository",
            repo -> {
              String id = repo.send(post(repo.uploads())).is(202).header("Docker-Upload-UUID");
              uploadUnknown(repo.send(get(repo.other().uploads() + id)));
            }),
        row(
            "upload-cancel",
            "a cancelled upload is unknown from then on",
            repo -> {
              String location = repo.openUpload();
              repo.send(delete(location)).is(204);
              uploadUnknown(repo.send(get(location)));
              uploadUnknown(repo.send(patch(location).bytes(HELLO)));
              uploadUnknown(repo.send(put(closing(location, HELLO.sha256())).bytes(HELLO)));
            }),
        row(
            "upload-cancel-with-bytes",
            "an upload that holds bytes can be cancelled",
            repo -> {
              String next = repo.send(patch(repo.openUpload()).bytes(HELLO)).is(202).location();
              repo.send(delete(next)).is(204);
              uploadUnknown(repo.send(get(next)));
            }),
        row(
            "upload-cancel-unknown",
            "an upload nobody opened cannot be cancelled",
            repo ->
                uploadUnknown(
                    repo.send(delete(repo.uploads() + "12345678-1234-4234-8234-123456789abc")))),
        row(
            "upload-id-malformed",
            "an upload id that we never give out is unknown",
            repo -> uploadUnknown(repo.send(get(repo.uploads() + "not-an-id")))));
  }

  private static void nameInvalid(Repository repo, String name, String reason) {
    repo.send(post("/v2/" + name + "/blobs/uploads/")).is(400).code("NAME_INVALID").reason(reason);
  }

  private static void digestInvalid(Repository repo, String digest, String reason) {
    repo.send(post(closing(repo.uploads(), digest)).bytes(HELLO))
        .is(400)
        .code("DIGEST_INVALID")
        .reason(reason);
  }

  private static void uploadUnknown(Answer answer) {
    answer.is(404).code("BLOB_UPLOAD_UNKNOWN").reason("upload-unknown");
  }
}
