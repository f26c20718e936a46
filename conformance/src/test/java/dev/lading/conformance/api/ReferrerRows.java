package dev.lading.conformance.api;

import static dev.lading.conformance.api.ManifestPutRows.artifact;
import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Manifest.INDEX;
import static dev.lading.conformance.support.Request.delete;
import static dev.lading.conformance.support.Request.get;
import static dev.lading.conformance.support.Request.put;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Repository;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code GET /v2/<name>/referrers/<digest>}. */
final class ReferrerRows {
  private static final String UNPUSHED = Content.of("not a manifest anybody pushed").sha256();
  private static final String SIGNATURE = "application/vnd.example.signature";
  private static final String SBOM = "application/vnd.example.sbom";

  private ReferrerRows() {}

  static List<Row> rows() {
    return List.of(
        row(
            "referrers-none",
            "a manifest nobody refers to has an empty index",
            repo -> empty(list(repo, repo.pushImage("v1").content().sha256()))),
        row(
            "referrers-repository-unknown",
            "so has one of a repository nobody pushed to",
            repo -> empty(list(repo, UNPUSHED))),
        row(
            "referrers",
            "a manifest that names a subject is listed under it, with its annotations",
            repo -> {
              Manifest subject = repo.pushImage("v1");
              Manifest signature = artifact(repo).subject(subject).annotation("who", "me");
              repo.pushManifest(signature);
              Answer list = list(repo, subject.content().sha256());
              list.json("/schemaVersion", "2").json("/mediaType", INDEX);
              list.require(
                  only(list).path("digest").asText().equals(signature.content().sha256()),
                  "its digest");
              list.json("/manifests/0/mediaType", Manifest.IMAGE);
              list.json("/manifests/0/size", Integer.toString(signature.content().size()));
              list.json("/manifests/0/artifactType", SIGNATURE);
              list.json("/manifests/0/annotations/who", "me");
              list.json("/manifests/0/annotations/of", repo.name());
            }),
        row(
            "referrers-annotations-none",
            "no annotations are added",
            repo -> {
              Manifest subject = repo.pushImage("v1");
              repo.pushManifest(artifact(repo).without("annotations").subject(subject));
              Answer list = list(repo, subject.content().sha256());
              list.require(only(list).path("annotations").isEmpty(), "no annotations");
            }),
        row(
            "referrers-tagged",
            "a referrer that has a tag is listed too",
            repo -> {
              Manifest subject = repo.pushImage("v1");
              repo.pushManifest("signature", artifact(repo).subject(subject));
              only(list(repo, subject.content().sha256()));
            }),
        row(
            "referrers-config-type",
            "an image without an artifact type is listed with its config's media type",
            repo -> {
              Manifest subject = repo.pushImage("v1");
              repo.pushManifest(repo.image("other").subject(subject));
              list(repo, subject.content().sha256())
                  .json("/manifests/0/artifactType", Manifest.CONFIG);
            }),
        row(
            "referrers-index",
            "an index that names a subject is listed with its artifact type",
            repo -> {
              Manifest subject = repo.pushImage("v1");
              repo.pushManifest(
                  Manifest.index()
                      .field("artifactType", SBOM)
                      .annotation("k", "v")
                      .subject(subject));
              list(repo, subject.content().sha256())
                  .json("/manifests/0/mediaType", INDEX)
                  .json("/manifests/0/artifactType", SBOM)
                  .json("/manifests/0/annotations/k", "v");
            }),
        row(
            "referrers-index-untyped",
            "an index without an artifact type is listed without one",
            repo -> {
              Manifest subject = repo.pushImage("v1");
              repo.pushManifest(Manifest.index().subject(subject));
              Answer list = list(repo, subject.content().sha256());
              list.require(!only(list).has("artifactType"), "no artifactType");
            }),
        row(
            "referrers-subject-missing",
            "referrers of a manifest that is not there are listed",
            repo -> {
              Manifest subject = Manifest.image(repo.unique("no config"), repo.unique("no layer"));
              repo.pushManifest(artifact(repo).subject(subject));
              only(list(repo, subject.content().sha256()));
            }),
        row(
            "referrers-subject-index",
            "an index can be a subject",
            repo -> {
              Manifest subject = Manifest.index(repo.pushImage("v1"));
              repo.pushManifest("index", subject);
              repo.pushManifest(artifact(repo).subject(subject));
              only(list(repo, subject.content().sha256()));
            }),
        row(
            "referrers-other-repository",
            "referrers of another repository are not listed",
            repo -> {
              Manifest subject = repo.pushImage("v1");
              repo.other().pushManifest(artifact(repo.other()).subject(subject));
              empty(list(repo, subject.content().sha256()));
            }),
        row(
            "referrers-deleted",
            "a deleted referrer is listed no more",
            repo -> {
              Manifest subject = repo.pushImage("v1");
              Manifest signature = artifact(repo).subject(subject);
              repo.pushManifest(signature);
              repo.send(delete(repo.manifest(signature.content().sha256()))).is(202);
              empty(list(repo, subject.content().sha256()));
            }),
        row(
            "referrers-subject-deleted",
            "referrers of a deleted manifest are still listed",
            repo -> {
              Manifest subject = repo.pushImage("v1");
              repo.pushManifest(artifact(repo).subject(subject));
              repo.send(delete(repo.manifest(subject.content().sha256()))).is(202);
              only(list(repo, subject.content().sha256()));
            }),
        row(
            "referrers-filter",
            "a filter gives those of one artifact type, and says so",
            repo -> {
              Manifest subject = twoKinds(repo);
              Answer list = list(repo, subject.content().sha256() + "?artifactType=" + SBOM);
              list.header("OCI-Filters-Applied", "artifactType");
              list.require(
                  only(list).path("artifactType").asText().equals(SBOM),
                  "the other kind filtered out");
            }),
        row(
            "referrers-filter-encoded",
            "a filter may be percent-encoded",
            repo -> {
              Manifest subject = twoKinds(repo);
              only(
                  list(
                      repo,
                      subject.content().sha256() + "?artifactType=" + SBOM.replace("/", "%2F")));
            }),
        row(
            "referrers-filter-none",
            "a filter that nothing passes gives an empty index, and says so",
            repo -> {
              Manifest subject = twoKinds(repo);
              Answer list =
                  list(repo, subject.content().sha256() + "?artifactType=application/none");
              empty(list.header("OCI-Filters-Applied", "artifactType"));
            }),
        row(
            "referrers-unfiltered",
            "without a filter none is said to be applied",
            repo -> {
              Answer list =
                  list(repo, twoKinds(repo).content().sha256()).noHeader("OCI-Filters-Applied");
              list.require(list.json().path("manifests").size() == 2, "both kinds");
            }),
        row(
            "referrers-sha512",
            "a subject may be named by SHA-512",
            repo -> {
              Manifest subject = repo.image("v1");
              String digest = subject.content().sha512();
              repo.send(
                      put(repo.manifest(digest)).type(subject.mediaType()).body(subject.content()))
                  .is(201);
              Manifest signature =
                  artifact(repo)
                      .subject(
                          Manifest.descriptor(
                              subject.mediaType(), digest, subject.content().size()));
              repo.pushManifest(signature);
              only(list(repo, digest));
            }),
        row(
            "referrers-digest-malformed",
            "a malformed digest has no referrers",
            repo -> refused(repo, "sha256:abc", "digest-malformed")),
        row(
            "referrers-tag",
            "a tag is no digest",
            repo -> refused(repo, "latest", "digest-malformed")),
        row(
            "referrers-digest-algorithm",
            "a digest we do not compute has no referrers",
            repo -> refused(repo, "md5:" + "a".repeat(32), "digest-algorithm-unsupported")),
        row(
            "referrers-pages",
            "a list that does not fit one manifest is given in pages",
            ReferrerRows::everyPage));
  }

  private static Answer list(Repository repo, String digest) {
    return repo.send(get(repo.referrers(digest))).is(200).header("Content-Type", INDEX);
  }

  private static JsonNode only(Answer list) {
    list.require(list.json().path("manifests").size() == 1, "one referrer");
    return list.json().path("manifests").path(0);
  }

  private static void empty(Answer list) {
    list.json("/schemaVersion", "2").json("/mediaType", INDEX).json("/manifests", "[]");
  }

  private static void refused(Repository repo, String digest, String reason) {
    repo.send(get(repo.referrers(digest))).is(400).code("DIGEST_INVALID").reason(reason);
  }

  /** A subject with a signature and an SBOM. */
  private static Manifest twoKinds(Repository repo) {
    Manifest subject = repo.pushImage("v1");
    repo.pushManifest(artifact(repo).subject(subject));
    repo.pushManifest(Manifest.artifact(SBOM).subject(subject));
    return subject;
  }

  private static void everyPage(Repository repo) {
    Manifest image = repo.pushImage("v1");
    String subject = image.content().sha256();
    Set<String> pushed = new HashSet<>();
    for (int i = 0; i < 6; i++) {
      Manifest large = artifact(repo).annotation("large", i + "x".repeat(1_000_000));
      pushed.add(repo.pushManifest(large.subject(image)));
    }
    Set<String> seen = new HashSet<>();
    Answer page = list(repo, subject);
    page.require(page.nextPage().isPresent(), "a link to the next page");
    Optional<String> next = Optional.of(repo.referrers(subject));
    for (int pages = 0; next.isPresent() && pages < 10; pages++) {
      page = repo.send(get(next.get())).is(200).header("Content-Type", INDEX);
      page.require(page.body().length <= 4 * 1024 * 1024, "at most 4 MiB");
      page.json().path("manifests").forEach(referrer -> seen.add(referrer.path("digest").asText()));
      next = page.nextPage();
    }
    page.require(seen.equals(pushed), "all referrers " + pushed);
  }
}
