package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Manifest.ACCEPT;
import static dev.lading.conformance.support.Manifest.IMAGE;
import static dev.lading.conformance.support.Request.head;
import static dev.lading.conformance.support.Request.put;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Repository;
import java.util.List;

/** {@code PUT /v2/<name>/manifests/<tag or digest>}: what must be refused, and leave nothing. */
final class ManifestRefusedRows {
  private static final String MD5 = "md5:" + "a".repeat(32);

  private ManifestRefusedRows() {}

  static List<Row> rows() {
    return List.of(
        row(
            "manifest-put-not-json",
            "text is no manifest",
            repo -> invalid(repo, "hello", "manifest-not-json")),
        row(
            "manifest-put-empty",
            "nothing is no manifest",
            repo -> invalid(repo, "", "manifest-not-json")),
        row(
            "manifest-put-torn",
            "half a manifest is none",
            repo -> invalid(repo, half(repo), "manifest-not-json")),
        row(
            "manifest-put-array",
            "an array is no manifest",
            repo -> invalid(repo, "[]", "manifest-field-invalid")),
        row(
            "manifest-put-trailing",
            "a manifest with something after it is none",
            repo -> invalid(repo, repo.image("v1").content() + "{}", "manifest-not-json")),
        row(
            "manifest-put-not-utf8",
            "bytes that are no UTF-8 are no manifest",
            repo ->
                invalid(
                    repo,
                    new Content(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}),
                    "manifest-not-json")),
        row(
            "manifest-put-deep",
            "a manifest that nests too deep is refused",
            repo -> {
              String deep = "[".repeat(5000) + "]".repeat(5000);
              String text =
                  repo.image("v1")
                      .field("x", "DEEP")
                      .content()
                      .toString()
                      .replace("\"DEEP\"", deep);
              invalid(repo, text, "manifest-too-deep");
            }),
        row(
            "manifest-put-duplicate-key",
            "a manifest that says a thing twice is refused",
            repo -> {
              String text =
                  repo.image("v1")
                      .content()
                      .toString()
                      .replaceFirst("\\{", "{\"schemaVersion\": 2,");
              invalid(repo, text, "manifest-duplicate-key");
            }),
        row(
            "manifest-put-duplicate-key-deep",
            "also when it does so in a descriptor",
            repo -> {
              String text =
                  repo.image("v1")
                      .content()
                      .toString()
                      .replaceFirst("\"digest\"", "\"size\": 1, \"digest\"");
              invalid(repo, text, "manifest-duplicate-key");
            }),
        row(
            "manifest-put-type-mismatch",
            "a manifest that says another type than its Content-Type is refused",
            repo -> {
              Manifest image = repo.image("v1");
              refused(
                  repo,
                  attempt(repo, "v1", Manifest.INDEX, image.content()),
                  "manifest-media-type-mismatch");
            }),
        row(
            "manifest-put-type-unsupported",
            "a type that is no manifest's is refused",
            repo ->
                refused(
                    repo,
                    attempt(
                        repo, "v1", "text/plain", repo.image("v1").without("mediaType").content()),
                    "manifest-media-type-unsupported")),
        row(
            "manifest-put-schema1",
            "docker's signed first schema is refused",
            repo ->
                refused(
                    repo,
                    attempt(
                        repo,
                        "v1",
                        "application/vnd.docker.distribution.manifest.v1+prettyjws",
                        Content.of("{\"schemaVersion\":1,\"name\":\"a\",\"tag\":\"v1\"}")),
                    "manifest-media-type-unsupported")),
        field(
            "manifest-put-schema-version",
            "a manifest of another schema version",
            "schemaVersion",
            3),
        field("manifest-put-layers-no-array", "layers that are no array", "layers", "none"),
        field(
            "manifest-put-layer-no-object",
            "a layer that is no descriptor",
            "layers",
            List.of("layer")),
        field("manifest-put-config-no-object", "a config that is no descriptor", "config", 1),
        row(
            "manifest-put-config-missing",
            "an image without a config is refused",
            repo ->
                invalid(
                    repo, repo.image("v1").without("config").content(), "manifest-field-invalid")),
        row(
            "manifest-put-descriptor-digest",
            "a descriptor whose digest is malformed is refused",
            repo -> descriptor(repo, "sha256:../../../etc/passwd", 11)),
        row(
            "manifest-put-descriptor-size",
            "a descriptor of a negative size is refused",
            repo -> descriptor(repo, Content.of("x").sha256(), -1)),
        row(
            "manifest-put-subject-malformed",
            "a subject whose digest is malformed is refused",
            repo -> {
              Manifest image =
                  repo.image("v1").subject(Manifest.descriptor(IMAGE, "sha256:abc", 1));
              invalid(repo, image.content(), "manifest-field-invalid");
            }),
        row(
            "manifest-put-digest-mismatch",
            "a manifest put under the digest of something else is refused",
            repo -> {
              String digest = repo.unique("something else").sha256();
              attempt(repo, digest, IMAGE, repo.image("v1").content())
                  .is(400)
                  .code("DIGEST_INVALID")
                  .reason("digest-mismatch");
              repo.send(head(repo.manifest(digest)).header("Accept", ACCEPT)).is(404);
            }),
        row(
            "manifest-put-digest-malformed",
            "a manifest cannot be put under a malformed digest",
            repo ->
                attempt(repo, "sha256:baddigeststring", IMAGE, repo.image("v1").content())
                    .is(400)
                    .code("DIGEST_INVALID")
                    .reason("digest-malformed")),
        row(
            "manifest-put-digest-algorithm",
            "nor under a digest we do not compute",
            repo ->
                attempt(repo, MD5, IMAGE, repo.image("v1").content())
                    .is(400)
                    .code("DIGEST_INVALID")
                    .reason("digest-algorithm-unsupported")),
        row(
            "manifest-put-tag-malformed",
            "a tag cannot start with a dot",
            repo -> tag(repo, ".v1")),
        row(
            "manifest-put-tag-too-long",
            "a tag has at most 128 characters",
            repo -> tag(repo, "a".repeat(129))),
        row("manifest-put-tag-characters", "a tag has no plus sign", repo -> tag(repo, "v1+2")),
        row(
            "manifest-put-blob-missing",
            "every missing blob of a manifest is named",
            repo -> {
              Content config = repo.unique("no config");
              Content layer = repo.unique("no layer");
              Manifest image = Manifest.image(config, layer);
              Answer answer = missing(repo, image, "blob-unknown");
              answer.require(answer.errors().size() == 2, "two errors");
              answer.require(
                  digests(answer).containsAll(List.of(config.sha256(), layer.sha256())),
                  "both digests");
            }),
        row(
            "manifest-put-blob-missing-named",
            "a missing blob is named in the detail",
            repo -> {
              Manifest image =
                  repo.image("v1")
                      .layer(Manifest.descriptor(Manifest.LAYER, repo.unique("no layer")));
              missing(repo, image, "blob-unknown")
                  .json("/errors/0/detail/digest", repo.unique("no layer").sha256());
            }),
        row(
            "manifest-put-blob-elsewhere",
            "a blob that only another repository has is missing",
            repo -> {
              Content layer = repo.unique("layer elsewhere");
              repo.other().push(layer);
              missing(
                  repo,
                  repo.image("v1").layer(Manifest.descriptor(Manifest.LAYER, layer)),
                  "blob-unknown");
            }),
        row(
            "manifest-put-child-missing",
            "a missing manifest of an index is named",
            repo -> {
              Manifest child = Manifest.image(repo.unique("no config"), repo.unique("no layer"));
              missing(repo, Manifest.index(repo.pushImage("v1"), child), "manifest-unknown");
            }),
        row(
            "manifest-put-size-mismatch",
            "a layer whose size is not the blob's is refused",
            repo -> {
              Content layer = repo.unique("layer");
              repo.push(layer);
              var wrong = Manifest.descriptor(Manifest.LAYER, layer.sha256(), layer.size() + 1);
              invalid(repo, repo.image("v1").layer(wrong).content(), "size-mismatch");
            }),
        row(
            "manifest-put-name-malformed",
            "a manifest cannot be put into a malformed name",
            repo ->
                repo.send(put("/v2/Upper/manifests/v1").type(IMAGE).body("{}"))
                    .is(400)
                    .code("NAME_INVALID")
                    .reason("name-malformed")));
  }

  private static Row field(String id, String says, String field, Object value) {
    return row(
        id,
        says + " is refused",
        repo ->
            invalid(
                repo, repo.image("v1").field(field, value).content(), "manifest-field-invalid"));
  }

  private static void descriptor(Repository repo, String digest, long size) {
    Manifest image = repo.image("v1").layer(Manifest.descriptor(Manifest.LAYER, digest, size));
    invalid(repo, image.content(), "manifest-field-invalid");
  }

  private static void tag(Repository repo, String tag) {
    attempt(repo, tag, IMAGE, repo.image("v1").content())
        .is(400)
        .code("TAG_INVALID")
        .reason("tag-malformed");
  }

  private static Answer missing(Repository repo, Manifest manifest, String reason) {
    Answer answer = attempt(repo, "refused", manifest.mediaType(), manifest.content());
    answer.is(400).code("MANIFEST_BLOB_UNKNOWN").reason(reason);
    repo.send(head(repo.manifest("refused")).header("Accept", ACCEPT)).is(404);
    return answer;
  }

  private static List<String> digests(Answer answer) {
    return answer.errors().findValuesAsText("digest");
  }

  private static void invalid(Repository repo, String text, String reason) {
    invalid(repo, Content.of(text), reason);
  }

  private static void invalid(Repository repo, Content bytes, String reason) {
    refused(repo, attempt(repo, "v1", IMAGE, bytes), reason);
    repo.send(head(repo.manifest(bytes.sha256())).header("Accept", ACCEPT)).is(404);
  }

  private static void refused(Repository repo, Answer answer, String reason) {
    answer.is(400).code("MANIFEST_INVALID").reason(reason);
    repo.send(head(repo.manifest("v1")).header("Accept", ACCEPT)).is(404);
  }

  private static Answer attempt(Repository repo, String reference, String type, Content bytes) {
    return repo.send(put(repo.manifest(reference)).type(type).body(bytes));
  }

  private static String half(Repository repo) {
    String whole = repo.image("v1").content().toString();
    return whole.substring(0, whole.length() / 2);
  }
}
