package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Manifest.ACCEPT;
import static dev.lading.conformance.support.Manifest.IMAGE;
import static dev.lading.conformance.support.Repository.pathOf;
import static dev.lading.conformance.support.Request.get;
import static dev.lading.conformance.support.Request.head;
import static dev.lading.conformance.support.Request.put;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Repository;
import java.util.Base64;
import java.util.List;

/** {@code PUT /v2/<name>/manifests/<tag or digest>}: what must be taken. */
final class ManifestPutRows {
  private static final String NONDISTRIBUTABLE =
      "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip";
  private static final String FOREIGN = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";

  private ManifestPutRows() {}

  static List<Row> rows() {
    return List.of(
        row(
            "manifest-put-tag",
            "a manifest is put under a tag, and its Location can be pulled",
            repo -> {
              Manifest image = repo.image("v1");
              Answer made =
                  taken(repo, "v1", image)
                      .header("Docker-Content-Digest", image.content().sha256())
                      .empty();
              repo.send(get(pathOf(made.location())).header("Accept", ACCEPT))
                  .is(200)
                  .holds(image.content());
            }),
        row(
            "manifest-put-digest",
            "a manifest is put under its digest, without a tag",
            repo -> {
              Manifest image = repo.image("v1");
              Answer made = taken(repo, image.content().sha256(), image);
              made.header("Docker-Content-Digest", image.content().sha256());
              repo.send(get(pathOf(made.location())).header("Accept", ACCEPT))
                  .is(200)
                  .holds(image.content());
              repo.send(get(repo.manifest("v1")).header("Accept", ACCEPT)).is(404);
            }),
        row(
            "manifest-put-again",
            "a manifest that is there can be put again",
            repo -> {
              Manifest image = repo.pushImage("v1");
              taken(repo, "v1", image);
              taken(repo, image.content().sha256(), image);
            }),
        row(
            "manifest-put-tag-moves",
            "a tag moves to the manifest put last, and the first stays by digest",
            repo -> {
              Manifest first = repo.pushImage("v1");
              Manifest second = repo.image("v2");
              taken(repo, "v1", second);
              pulls(repo, "v1", second);
              pulls(repo, first.content().sha256(), first);
            }),
        row(
            "manifest-put-tag-longest",
            "a tag of 128 characters of every kind is good",
            repo -> taken(repo, "_Az.0-" + "9".repeat(122), repo.image("v1"))),
        row(
            "manifest-put-type-parameters",
            "parameters of the Content-Type are of no account, and not served",
            repo -> {
              Manifest image = repo.image("v1");
              repo.send(
                      put(repo.manifest("v1"))
                          .type(IMAGE + "; charset=utf-8")
                          .body(image.content()))
                  .is(201);
              repo.send(get(repo.manifest("v1")).header("Accept", ACCEPT))
                  .is(200)
                  .header("Content-Type", IMAGE);
            }),
        row(
            "manifest-put-docker-image",
            "docker's image manifest is taken",
            repo -> taken(repo, "v1", repo.image("v1").as(Manifest.DOCKER_IMAGE))),
        row(
            "manifest-put-docker-list",
            "docker's manifest list is taken",
            repo -> {
              Manifest image = repo.image("v1").as(Manifest.DOCKER_IMAGE);
              repo.pushManifest(image);
              taken(repo, "list", Manifest.index(image).as(Manifest.DOCKER_LIST));
            }),
        row(
            "manifest-put-index",
            "an index of images is taken",
            repo -> {
              Manifest index = Manifest.index(repo.pushImage("a"), repo.pushImage("b"));
              taken(repo, "index", index);
              pulls(repo, "index", index);
            }),
        row(
            "manifest-put-index-empty",
            "an index without entries is taken",
            repo -> taken(repo, "empty", Manifest.index())),
        row(
            "manifest-put-index-nested",
            "an index of indexes is taken",
            repo -> {
              Manifest inner = Manifest.index(repo.pushImage("a"));
              repo.pushManifest(inner);
              taken(repo, "nested", Manifest.index(inner));
            }),
        row(
            "manifest-put-without-layers",
            "an image without layers is taken",
            repo -> {
              repo.push(Manifest.EMPTY_JSON);
              taken(repo, "v1", Manifest.image(Manifest.EMPTY_JSON));
            }),
        row(
            "manifest-put-artifact",
            "an artifact whose config and layer are the empty JSON is taken",
            repo -> {
              repo.push(Manifest.EMPTY_JSON);
              taken(repo, "sbom", Manifest.artifact("application/vnd.example.sbom"));
            }),
        row(
            "manifest-put-without-media-type",
            "a manifest that does not repeat its type is taken and served with the type of the push",
            repo -> {
              Manifest image = repo.image("v1").without("mediaType");
              taken(repo, "v1", image);
              pulls(repo, "v1", image);
            }),
        row(
            "manifest-put-unknown-fields",
            "fields that no specification knows are kept",
            repo -> {
              Manifest image =
                  repo.image("v1").field("org.example", List.of(1, "two")).annotation("k", "v");
              taken(repo, "v1", image);
              pulls(repo, "v1", image);
            }),
        row(
            "manifest-put-data",
            "a descriptor may carry its data",
            repo -> {
              String data = Base64.getEncoder().encodeToString(Manifest.EMPTY_JSON.bytes());
              repo.push(Manifest.EMPTY_JSON);
              var config =
                  Manifest.descriptor(Manifest.EMPTY_TYPE, Manifest.EMPTY_JSON).put("data", data);
              taken(repo, "v1", Manifest.image(Manifest.EMPTY_JSON).field("config", config));
            }),
        row(
            "manifest-put-nondistributable",
            "a layer that may not be distributed need not be there",
            repo -> taken(repo, "v1", repo.image("v1").layer(elsewhere(NONDISTRIBUTABLE)))),
        row(
            "manifest-put-foreign",
            "nor need one of docker's foreign layers",
            repo ->
                taken(
                    repo,
                    "v1",
                    repo.image("v1").as(Manifest.DOCKER_IMAGE).layer(elsewhere(FOREIGN)))),
        row(
            "manifest-put-subject",
            "the answer names the subject of an image",
            repo -> {
              Manifest subject = repo.pushImage("v1");
              Manifest artifact = artifact(repo).subject(subject);
              taken(repo, artifact.content().sha256(), artifact)
                  .header("OCI-Subject", subject.content().sha256());
            }),
        row(
            "manifest-put-subject-missing",
            "a subject need not be there",
            repo -> {
              Manifest subject = Manifest.image(repo.unique("no config"), repo.unique("no layer"));
              Manifest artifact = artifact(repo).subject(subject);
              taken(repo, artifact.content().sha256(), artifact)
                  .header("OCI-Subject", subject.content().sha256());
            }),
        row(
            "manifest-put-subject-index",
            "the answer names the subject of an index",
            repo -> {
              Manifest subject = repo.pushImage("v1");
              Manifest index =
                  Manifest.index()
                      .subject(subject)
                      .field("artifactType", "application/vnd.example.set");
              taken(repo, index.content().sha256(), index)
                  .header("OCI-Subject", subject.content().sha256());
            }),
        row(
            "manifest-put-without-subject",
            "without a subject the answer names none",
            repo -> taken(repo, "v1", repo.image("v1")).noHeader("OCI-Subject")),
        row(
            "manifest-put-large",
            "a manifest of 3.9 million bytes is taken and comes back",
            repo -> {
              Manifest large = repo.image("v1").annotation("large", "x".repeat(3_900_000));
              taken(repo, "large", large);
              pulls(repo, "large", large);
            }),
        row(
            "manifest-put-limit",
            "a manifest of 4 MiB is taken",
            repo -> {
              Manifest image = repo.image("v1").annotation("pad", "");
              int pad = 4 * 1024 * 1024 - image.content().size();
              taken(repo, "limit", image.annotation("pad", "x".repeat(pad)));
            }));
  }

  static Manifest artifact(Repository repo) {
    repo.push(Manifest.EMPTY_JSON);
    return Manifest.artifact("application/vnd.example.signature").annotation("of", repo.name());
  }

  private static com.fasterxml.jackson.databind.node.ObjectNode elsewhere(String type) {
    var descriptor = Manifest.descriptor(type, Content.of("bytes of somebody else").sha256(), 22);
    descriptor.putArray("urls").add("https://example.com/layer");
    return descriptor;
  }

  private static Answer taken(Repository repo, String reference, Manifest manifest) {
    Answer answer =
        repo.send(put(repo.manifest(reference)).type(manifest.mediaType()).body(manifest.content()))
            .is(201);
    repo.send(head(repo.manifest(reference)).header("Accept", ACCEPT)).is(200);
    return answer;
  }

  private static void pulls(Repository repo, String reference, Manifest manifest) {
    repo.send(get(repo.manifest(reference)).header("Accept", ACCEPT))
        .is(200)
        .header("Content-Type", manifest.mediaType())
        .holds(manifest.content());
  }
}
