package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Manifest.ACCEPT;
import static dev.lading.conformance.support.Request.delete;
import static dev.lading.conformance.support.Request.get;
import static dev.lading.conformance.support.Request.head;
import static dev.lading.conformance.support.Request.put;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Repository;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** {@code PUT /v2/<name>/manifests/<digest>?tag=...}, and manifests by SHA-512. */
final class ManifestTagRows {
  private ManifestTagRows() {}

  static List<Row> rows() {
    return List.of(
        row(
            "manifest-put-tags",
            "a manifest is put under its digest and tagged at once",
            repo -> {
              Manifest image = repo.image("v1");
              Answer made =
                  attempt(repo, image, image.content().sha256(), "?tag=v1&tag=latest").is(201);
              made.header("Docker-Content-Digest", image.content().sha256());
              made.require(
                  List.of("v1", "latest").equals(made.headerValues("OCI-Tag")),
                  "both tags in OCI-Tag");
              pulls(repo, "v1", image, image.content().sha256());
              pulls(repo, "latest", image, image.content().sha256());
            }),
        row(
            "manifest-put-tags-ten",
            "ten tags are set at once",
            repo -> {
              Answer made = attempt(repo, repo.image("v1"), tags(10)).is(201);
              made.require(made.headerValues("OCI-Tag").size() == 10, "ten tags in OCI-Tag");
              Answer list = repo.send(get(repo.tags())).is(200);
              list.require(list.texts("/tags").size() == 10, "ten tags");
            }),
        row(
            "manifest-put-tags-none",
            "without tags the answer names none",
            repo -> attempt(repo, repo.image("v1"), "").is(201).noHeader("OCI-Tag")),
        row(
            "manifest-put-tags-malformed",
            "one malformed tag refuses the whole push",
            repo -> {
              Manifest image = repo.image("v1");
              attempt(repo, image, "?tag=v1&tag=.v2")
                  .is(400)
                  .code("TAG_INVALID")
                  .reason("tag-malformed");
              repo.send(head(repo.manifest("v1")).header("Accept", ACCEPT)).is(404);
              repo.send(head(repo.manifest(image.content().sha256())).header("Accept", ACCEPT))
                  .is(404);
            }),
        row(
            "manifest-put-tags-many",
            "more tags than the registry takes are refused",
            repo ->
                attempt(repo, repo.image("v1"), tags(300))
                    .is(414)
                    .code("TAG_INVALID")
                    .reason("too-many-tags")),
        row(
            "manifest-put-tags-on-tag",
            "a push by tag takes no further tags",
            repo -> {
              Manifest image = repo.image("v1");
              attempt(repo, image, "v1", "?tag=v2")
                  .is(400)
                  .code("TAG_INVALID")
                  .reason("tags-need-digest");
            }),
        row(
            "manifest-put-sha512",
            "a manifest is put under its SHA-512 digest",
            repo -> {
              Manifest image = repo.image("v1");
              attempt(repo, image, image.content().sha512(), "")
                  .is(201)
                  .header("Docker-Content-Digest", image.content().sha512());
              pulls(repo, image.content().sha512(), image, image.content().sha512());
              repo.send(head(repo.manifest(image.content().sha512())).header("Accept", ACCEPT))
                  .is(200)
                  .header("Docker-Content-Digest", image.content().sha512());
            }),
        row(
            "manifest-put-sha512-tags",
            "a tag set by a SHA-512 push answers with that digest",
            repo -> {
              Manifest image = repo.image("v1");
              attempt(repo, image, image.content().sha512(), "?tag=v1").is(201);
              pulls(repo, "v1", image, image.content().sha512());
            }),
        row(
            "manifest-put-sha512-references",
            "layers and children may be named by SHA-512",
            repo -> {
              Content layer = repo.unique("layer by sha512");
              repo.push(layer, layer.sha512());
              Manifest image =
                  repo.image("v1")
                      .layer(Manifest.descriptor(Manifest.LAYER, layer.sha512(), layer.size()));
              attempt(repo, image, image.content().sha512(), "").is(201);
              Manifest index =
                  Manifest.index()
                      .child(
                          Manifest.descriptor(
                              image.mediaType(), image.content().sha512(), image.content().size()));
              attempt(repo, index, index.content().sha512(), "").is(201);
              pulls(repo, index.content().sha512(), index, index.content().sha512());
            }),
        row(
            "manifest-put-sha512-mismatch",
            "a manifest under the SHA-512 digest of something else is refused",
            repo ->
                attempt(repo, repo.image("v1"), Content.of("something else").sha512(), "")
                    .is(400)
                    .code("DIGEST_INVALID")
                    .reason("digest-mismatch")),
        row(
            "manifest-delete-sha512",
            "a manifest is deleted by its SHA-512 digest",
            repo -> {
              Manifest image = repo.image("v1");
              String path = repo.manifest(image.content().sha512());
              attempt(repo, image, image.content().sha512(), "?tag=v1").is(201);
              repo.send(delete(path)).is(202);
              repo.send(head(path).header("Accept", ACCEPT)).is(404);
              repo.send(head(repo.manifest("v1")).header("Accept", ACCEPT)).is(404);
            }));
  }

  private static String tags(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "tag=t" + i)
        .collect(Collectors.joining("&", "?", ""));
  }

  private static Answer attempt(Repository repo, Manifest manifest, String query) {
    return attempt(repo, manifest, manifest.content().sha256(), query);
  }

  private static Answer attempt(
      Repository repo, Manifest manifest, String reference, String query) {
    return repo.send(
        put(repo.manifest(reference) + query).type(manifest.mediaType()).body(manifest.content()));
  }

  private static void pulls(Repository repo, String reference, Manifest manifest, String digest) {
    repo.send(get(repo.manifest(reference)).header("Accept", ACCEPT))
        .is(200)
        .header("Docker-Content-Digest", digest)
        .holds(manifest.content());
  }
}
