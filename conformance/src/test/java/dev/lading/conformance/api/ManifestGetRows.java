package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Manifest.ACCEPT;
import static dev.lading.conformance.support.Manifest.IMAGE;
import static dev.lading.conformance.support.Request.get;
import static dev.lading.conformance.support.Request.head;
import static dev.lading.conformance.support.Request.put;

import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Repository;
import dev.lading.conformance.support.Request;
import java.util.List;

/** {@code GET} and {@code HEAD /v2/<name>/manifests/<tag or digest>}. */
final class ManifestGetRows {
  private static final String UNPUSHED = Content.of("not a manifest anybody pushed").sha256();

  private ManifestGetRows() {}

  static List<Row> rows() {
    return List.of(
        row(
            "manifest-get-tag",
            "a manifest comes back by tag, byte for byte, with the type it was pushed with",
            repo -> {
              Manifest image = repo.pushImage("v1");
              repo.send(accepting(get(repo.manifest("v1"))))
                  .is(200)
                  .header("Content-Type", IMAGE)
                  .header("Content-Length", Integer.toString(image.content().size()))
                  .header("Docker-Content-Digest", image.content().sha256())
                  .holds(image.content());
            }),
        row(
            "manifest-get-digest",
            "a manifest comes back by digest, byte for byte",
            repo -> {
              Manifest image = repo.pushImage("v1");
              repo.send(accepting(get(repo.manifest(image.content().sha256()))))
                  .is(200)
                  .header("Content-Type", IMAGE)
                  .header("Docker-Content-Digest", image.content().sha256())
                  .holds(image.content());
            }),
        row(
            "manifest-get-odd-bytes",
            "spaces, line ends and the order of keys are kept",
            repo -> {
              Content odd =
                  Content.of(
                      "\r\n{ \"layers\" : [ ],\t\"config\": "
                          + emptyConfig(repo)
                          + ", \"mediaType\":\""
                          + IMAGE
                          + "\",\n\"schemaVersion\" :2 }  \n");
              repo.send(put(repo.manifest("odd")).type(IMAGE).body(odd)).is(201);
              repo.send(accepting(get(repo.manifest("odd"))))
                  .is(200)
                  .header("Docker-Content-Digest", odd.sha256())
                  .holds(odd);
            }),
        row(
            "manifest-get-accept-lines",
            "several Accept lines are all read",
            repo -> {
              Manifest image = repo.pushImage("v1");
              repo.send(
                      get(repo.manifest("v1"))
                          .header("Accept", Manifest.DOCKER_IMAGE)
                          .header("Accept", Manifest.DOCKER_LIST)
                          .header("Accept", IMAGE))
                  .is(200)
                  .header("Content-Type", IMAGE)
                  .holds(image.content());
            }),
        row(
            "manifest-get-accept-other",
            "a type that Accept does not name is served all the same",
            repo -> {
              Manifest image = repo.pushImage("v1");
              repo.send(get(repo.manifest("v1")).header("Accept", Manifest.DOCKER_IMAGE))
                  .is(200)
                  .holds(image.content());
            }),
        row(
            "namespace-ignored",
            "the name of another registry is of no account, as nothing is proxied",
            repo -> {
              Manifest image = repo.pushImage("v1");
              repo.send(accepting(get(repo.manifest("v1") + "?ns=docker.io")))
                  .is(200)
                  .noHeader("OCI-Namespace")
                  .holds(image.content());
            }),
        row(
            "manifest-get-docker-type",
            "a docker manifest keeps its type",
            repo -> {
              Manifest image = repo.image("v1").as(Manifest.DOCKER_IMAGE);
              repo.pushManifest("v1", image);
              repo.send(accepting(get(repo.manifest("v1"))))
                  .is(200)
                  .header("Content-Type", Manifest.DOCKER_IMAGE)
                  .holds(image.content());
            }),
        row(
            "manifest-get-etag",
            "a manifest is not sent again to who has it",
            ManifestGetRows::notModified),
        row(
            "manifest-get-tag-unknown",
            "a tag nobody set is unknown",
            repo -> {
              repo.pushImage("v1");
              unknown(repo, "v2");
            }),
        row(
            "manifest-get-digest-unknown",
            "a digest nobody pushed is unknown",
            repo -> {
              repo.pushImage("v1");
              unknown(repo, UNPUSHED);
            }),
        row(
            "manifest-get-other-repository",
            "a manifest is readable only through a repository that holds it",
            repo -> {
              Manifest image = repo.pushImage("v1");
              repo.other().pushImage("v2");
              unknown(repo.other(), image.content().sha256());
            }),
        row(
            "manifest-get-blob",
            "a layer is no manifest",
            repo -> {
              repo.pushImage("v1");
              unknown(repo, repo.push(Content.of("a layer")));
            }),
        row(
            "manifest-get-repository-unknown",
            "a repository nobody pushed to has no manifests",
            repo ->
                repo.send(accepting(get(repo.manifest("v1"))))
                    .is(404)
                    .code("MANIFEST_UNKNOWN", "NAME_UNKNOWN")),
        row(
            "manifest-get-tag-malformed",
            "a tag that cannot be is not found",
            repo -> {
              repo.pushImage("v1");
              repo.send(accepting(get(repo.manifest(".INVALID_MANIFEST_NAME")))).is(404);
            }),
        row(
            "manifest-get-tag-long",
            "a tag of 129 characters is not found",
            repo -> {
              repo.pushImage("v1");
              repo.send(accepting(get(repo.manifest("a".repeat(129))))).is(404);
            }),
        row(
            "manifest-get-digest-malformed",
            "a malformed digest is refused",
            repo -> {
              repo.pushImage("v1");
              repo.send(accepting(get(repo.manifest("sha256:totallywrong"))))
                  .is(400, 404)
                  .code("DIGEST_INVALID", "MANIFEST_UNKNOWN");
            }),
        row(
            "manifest-head-tag",
            "HEAD answers as GET does, without a body",
            repo -> {
              Manifest image = repo.pushImage("v1");
              repo.send(accepting(head(repo.manifest("v1"))))
                  .is(200)
                  .header("Content-Type", IMAGE)
                  .header("Content-Length", Integer.toString(image.content().size()))
                  .header("Docker-Content-Digest", image.content().sha256())
                  .empty();
            }),
        row(
            "manifest-head-digest",
            "HEAD by digest answers as GET does, without a body",
            repo -> {
              Manifest image = repo.pushImage("v1");
              repo.send(accepting(head(repo.manifest(image.content().sha256()))))
                  .is(200)
                  .header("Content-Length", Integer.toString(image.content().size()))
                  .header("Docker-Content-Digest", image.content().sha256())
                  .empty();
            }),
        row(
            "manifest-head-unknown",
            "HEAD of an unknown manifest is 404 without a body",
            repo -> {
              repo.pushImage("v1");
              repo.send(accepting(head(repo.manifest("v2")))).is(404).empty();
              repo.send(accepting(head(repo.manifest(UNPUSHED)))).is(404).empty();
            }));
  }

  private static Request accepting(Request request) {
    return request.header("Accept", ACCEPT);
  }

  private static String emptyConfig(Repository repo) {
    repo.push(Manifest.EMPTY_JSON);
    return Manifest.descriptor(Manifest.EMPTY_TYPE, Manifest.EMPTY_JSON).toString();
  }

  private static void unknown(Repository repo, String reference) {
    repo.send(accepting(get(repo.manifest(reference))))
        .is(404)
        .code("MANIFEST_UNKNOWN")
        .reason("manifest-unknown");
  }

  private static void notModified(Repository repo) {
    String digest = repo.pushImage("v1").content().sha256();
    String tag = '"' + digest + '"';
    Request byTag = accepting(get(repo.manifest("v1")));
    repo.send(byTag).is(200).header("ETag", tag);
    repo.send(byTag.header("If-None-Match", tag)).is(304).empty();
    repo.send(byTag.header("If-None-Match", digest)).is(304).empty();
    repo.send(byTag.header("If-None-Match", '"' + UNPUSHED + '"')).is(200);
  }
}
