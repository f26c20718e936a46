package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Manifest.ACCEPT;
import static dev.lading.conformance.support.Request.delete;
import static dev.lading.conformance.support.Request.get;
import static dev.lading.conformance.support.Request.head;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Repository;
import java.util.List;

/** {@code DELETE /v2/<name>/manifests/<tag or digest>}. */
final class ManifestDeleteRows {
  private static final String UNPUSHED = Content.of("not a manifest anybody pushed").sha256();

  private ManifestDeleteRows() {}

  static List<Row> rows() {
    return List.of(
        row(
            "tag-delete",
            "a deleted tag is gone at once, and its manifest stays",
            repo -> {
              Manifest image = repo.pushImage("v1");
              repo.send(delete(repo.manifest("v1"))).is(202);
              absent(repo, "v1");
              present(repo, image.content().sha256());
            }),
        row(
            "tag-delete-others",
            "other tags of the manifest stay",
            repo -> {
              Manifest image = repo.pushImage("v1");
              repo.pushManifest("latest", image);
              repo.send(delete(repo.manifest("v1"))).is(202);
              present(repo, "latest");
              repo.send(get(repo.tags())).is(200).json("/tags", "[\"latest\"]");
            }),
        row(
            "tag-delete-unknown",
            "an unknown tag cannot be deleted",
            repo -> {
              repo.pushImage("v1");
              repo.send(delete(repo.manifest("v2")))
                  .is(404)
                  .code("MANIFEST_UNKNOWN")
                  .reason("manifest-unknown");
            }),
        row(
            "tag-delete-twice",
            "a deleted tag cannot be deleted again, but set again",
            repo -> {
              Manifest image = repo.pushImage("v1");
              repo.send(delete(repo.manifest("v1"))).is(202);
              repo.send(delete(repo.manifest("v1"))).is(404);
              repo.pushManifest("v1", image);
              present(repo, "v1");
            }),
        row(
            "manifest-delete",
            "a deleted manifest is gone at once, with every tag on it",
            repo -> {
              Manifest image = repo.pushImage("v1");
              repo.pushManifest("latest", image);
              repo.pushImage("other");
              repo.send(delete(repo.manifest(image.content().sha256()))).is(202);
              absent(repo, image.content().sha256());
              absent(repo, "v1");
              absent(repo, "latest");
              repo.send(get(repo.tags())).is(200).json("/tags", "[\"other\"]");
            }),
        row(
            "manifest-delete-unknown",
            "an unknown manifest cannot be deleted",
            repo -> {
              repo.pushImage("v1");
              repo.send(delete(repo.manifest(UNPUSHED)))
                  .is(404)
                  .code("MANIFEST_UNKNOWN")
                  .reason("manifest-unknown");
            }),
        row(
            "manifest-delete-repository-unknown",
            "nothing can be deleted from a repository nobody pushed to",
            repo ->
                repo.send(delete(repo.manifest(UNPUSHED)))
                    .is(404)
                    .code("MANIFEST_UNKNOWN", "NAME_UNKNOWN")),
        row(
            "manifest-delete-digest-malformed",
            "a malformed digest cannot be deleted",
            repo -> {
              repo.pushImage("v1");
              repo.send(delete(repo.manifest("sha256:abc")))
                  .is(400)
                  .code("DIGEST_INVALID")
                  .reason("digest-malformed");
            }),
        row(
            "manifest-delete-blobs-stay",
            "the blobs of a deleted manifest stay",
            repo -> {
              Content layer = repo.unique("layer v1");
              Manifest image = repo.pushImage("v1");
              repo.send(delete(repo.manifest(image.content().sha256()))).is(202);
              repo.send(head(repo.blob(layer.sha256()))).is(200);
            }),
        row(
            "manifest-delete-children-stay",
            "the images of a deleted index stay",
            repo -> {
              Manifest image = repo.pushImage("v1");
              Manifest index = Manifest.index(image);
              repo.pushManifest("index", index);
              repo.send(delete(repo.manifest(index.content().sha256()))).is(202);
              present(repo, "v1");
            }),
        row(
            "manifest-delete-again",
            "a deleted manifest can be pushed again",
            repo -> {
              Manifest image = repo.pushImage("v1");
              repo.send(delete(repo.manifest(image.content().sha256()))).is(202);
              repo.pushManifest("v1", image);
              repo.send(get(repo.manifest("v1")).header("Accept", ACCEPT))
                  .is(200)
                  .holds(image.content());
            }),
        row(
            "manifest-delete-other-repository",
            "a manifest deleted from one repository stays in another",
            repo -> {
              Content config = Content.of("{}");
              repo.push(config);
              repo.other().push(config);
              Manifest image = Manifest.image(config);
              repo.pushManifest("v1", image);
              repo.other().pushManifest("v1", image);
              repo.send(delete(repo.manifest(image.content().sha256()))).is(202);
              present(repo.other(), "v1");
            }),
        row(
            "delete-everything",
            "a repository can be emptied: tags, manifests, blobs",
            ManifestDeleteRows::everything));
  }

  private static void present(Repository repo, String reference) {
    repo.send(get(repo.manifest(reference)).header("Accept", ACCEPT)).is(200);
  }

  private static void absent(Repository repo, String reference) {
    Answer answer = repo.send(get(repo.manifest(reference)).header("Accept", ACCEPT));
    answer.is(404).code("MANIFEST_UNKNOWN").reason("manifest-unknown");
    repo.send(head(repo.manifest(reference)).header("Accept", ACCEPT)).is(404);
  }

  private static void everything(Repository repo) {
    Manifest image = repo.pushImage("v1");
    Manifest index = Manifest.index(image);
    repo.pushManifest("index", index);
    List.of("index", "v1").forEach(tag -> repo.send(delete(repo.manifest(tag))).is(202));
    List.of(index, image)
        .forEach(m -> repo.send(delete(repo.manifest(m.content().sha256()))).is(202));
    Content layer = repo.unique("layer v1");
    repo.send(delete(repo.blob(layer.sha256()))).is(202);
    repo.send(head(repo.blob(layer.sha256()))).is(404);
  }
}
