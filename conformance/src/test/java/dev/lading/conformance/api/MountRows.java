package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Repository.closing;
import static dev.lading.conformance.support.Repository.pathOf;
import static dev.lading.conformance.support.Request.delete;
import static dev.lading.conformance.support.Request.get;
import static dev.lading.conformance.support.Request.head;
import static dev.lading.conformance.support.Request.post;
import static dev.lading.conformance.support.Request.put;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Repository;
import java.util.List;

/** {@code POST /v2/<name>/blobs/uploads/?mount=<digest>&from=<other>}. */
final class MountRows {
  private static final Content HELLO = Content.of("hello world");

  private MountRows() {}

  static List<Row> rows() {
    return List.of(
        row(
            "mount",
            "a blob of another repository is mounted",
            repo -> {
              repo.other().push(HELLO);
              Answer mounted = repo.send(post(mount(repo, HELLO.sha256()))).is(201).empty();
              mounted.header("Docker-Content-Digest", HELLO.sha256());
              mounted.require(
                  pathOf(mounted.location()).equals(repo.blob(HELLO.sha256())),
                  "the blob's Location");
              repo.send(get(repo.blob(HELLO.sha256()))).is(200).holds(HELLO);
            }),
        row(
            "mount-survives-source",
            "a mounted blob stays when the other repository deletes it",
            repo -> {
              repo.other().push(HELLO);
              repo.send(post(mount(repo, HELLO.sha256()))).is(201);
              repo.send(delete(repo.other().blob(HELLO.sha256()))).is(202);
              repo.send(get(repo.blob(HELLO.sha256()))).is(200).holds(HELLO);
            }),
        row(
            "mount-encoded",
            "the digest and the name may be percent-encoded",
            repo -> {
              repo.other().push(HELLO);
              String digest = HELLO.sha256().replace(":", "%3A");
              String from = repo.other().name().replace("/", "%2F");
              repo.send(post(repo.uploads() + "?mount=" + digest + "&from=" + from)).is(201);
            }),
        row(
            "mount-origin",
            "parameters nobody knows are of no account",
            repo -> {
              repo.other().push(HELLO);
              repo.send(post(mount(repo, HELLO.sha256()) + "&origin=localhost:5000")).is(201);
            }),
        row(
            "mount-sha512",
            "a SHA-512 blob is mounted",
            repo -> {
              repo.other().push(HELLO, HELLO.sha512());
              repo.send(post(mount(repo, HELLO.sha512())))
                  .is(201)
                  .header("Docker-Content-Digest", HELLO.sha512());
              repo.send(get(repo.blob(HELLO.sha512()))).is(200).holds(HELLO);
            }),
        row(
            "mount-present",
            "a blob that is there can be mounted again",
            repo -> {
              repo.other().push(HELLO);
              repo.push(HELLO);
              repo.send(post(mount(repo, HELLO.sha256()))).is(201);
            }),
        row(
            "mount-blob-unknown",
            "a blob that the other repository lacks becomes an upload",
            repo -> {
              repo.other().push(HELLO);
              becomesUpload(repo, mount(repo, repo.unique("unpushed").sha256()));
            }),
        row(
            "mount-repository-unknown",
            "a repository nobody pushed to has nothing to mount",
            repo -> becomesUpload(repo, mount(repo, repo.unique("unpushed").sha256()))),
        row(
            "mount-not-from-there",
            "a blob that only a third repository has is not mounted",
            repo -> {
              repo.other().other().push(repo.unique("third"));
              becomesUpload(repo, mount(repo, repo.unique("third").sha256()));
            }),
        row(
            "mount-anywhere",
            "without a source, a blob is mounted from wherever it is",
            repo -> {
              repo.other().pushImage("v1");
              Content layer = repo.other().unique("layer v1");
              repo.send(post(repo.uploads() + "?mount=" + layer.sha256())).is(201);
              repo.send(get(repo.blob(layer.sha256()))).is(200).holds(layer);
            }),
        row(
            "mount-anywhere-unknown",
            "without a source, a blob that nobody has becomes an upload",
            repo ->
                becomesUpload(repo, repo.uploads() + "?mount=" + repo.unique("unpushed").sha256())),
        row(
            "mount-digest-malformed",
            "a malformed digest cannot be mounted",
            repo ->
                repo.send(post(mount(repo, "sha256:abc")))
                    .is(400)
                    .code("DIGEST_INVALID")
                    .reason("digest-malformed")),
        row(
            "mount-digest-algorithm",
            "a digest we do not compute cannot be mounted",
            repo ->
                repo.send(post(mount(repo, "md5:" + "a".repeat(32))))
                    .is(400)
                    .code("DIGEST_INVALID")
                    .reason("digest-algorithm-unsupported")),
        row(
            "mount-from-malformed",
            "a source that is no repository name is refused or becomes an upload",
            repo ->
                repo.send(post(repo.uploads() + "?mount=" + HELLO.sha256() + "&from=../../etc"))
                    .is(202, 400)),
        row(
            "mount-refused-cancel",
            "the upload that a refused mount became can be cancelled",
            repo -> {
              String location =
                  repo.send(post(mount(repo, repo.unique("unpushed").sha256()))).is(202).location();
              repo.send(delete(location)).is(204);
            }));
  }

  private static String mount(Repository repo, String digest) {
    return repo.uploads() + "?mount=" + digest + "&from=" + repo.other().name();
  }

  private static void becomesUpload(Repository repo, String target) {
    String location = repo.send(post(target)).is(202).location();
    Content bytes = repo.unique("instead");
    repo.send(put(closing(location, bytes.sha256())).bytes(bytes)).is(201);
    repo.send(head(repo.blob(bytes.sha256()))).is(200);
  }
}
