package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Manifest.ACCEPT;
import static dev.lading.conformance.support.Request.get;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.DockerRegistry;
import dev.lading.conformance.support.Findings;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Registry;
import dev.lading.conformance.support.Repository;
import java.util.List;

/** One tree, written by docker-registry and then served by Lading, and the other way round. */
final class ForeignTreeVariants {
  private static final String SIGNATURE = "application/vnd.example.signature";

  private ForeignTreeVariants() {}

  /** Served by Lading. */
  static Variant adopted() {
    return new Variant(
        "a tree that docker-registry wrote", ForeignTreeVariants::adopt, adoptedRows());
  }

  /** Served by docker-registry. */
  static Variant givenBack() {
    return new Variant("a tree that Lading wrote", ForeignTreeVariants::giveBack, givenBackRows());
  }

  private static Registry adopt(LadingServer lading) {
    try (Registry docker = DockerRegistry.start(lading.directory(), lading.store())) {
      fill(docker);
    }
    return lading.start();
  }

  private static Registry giveBack(LadingServer lading) {
    try (Registry own = lading.start()) {
      fill(own);
    }
    return DockerRegistry.start(lading.directory(), lading.store());
  }

  private static List<Row> adoptedRows() {
    return List.of(
        row(
            "adopted-pull",
            "what docker-registry took is pulled from Lading",
            repo -> pulls(foreign(repo))),
        row(
            "adopted-lists",
            "its tags and its repository are listed",
            repo -> {
              lists(foreign(repo));
              repo.send(get("/v2/_catalog")).is(200).json("/repositories", "[\"foreign/tree\"]");
            }),
        row(
            "referrers-adopted",
            "manifests that name a subject are referrers, also those that only a fallback tag listed",
            repo -> {
              Repository foreign = foreign(repo);
              String subject = image(foreign).content().sha256();
              Answer list = foreign.send(get(foreign.referrers(subject))).is(200);
              list.json("/manifests/0/digest", signature(foreign).content().sha256());
              list.json("/manifests/0/artifactType", SIGNATURE);
              list.require(list.json().path("manifests").size() == 1, "one referrer");
            }),
        row(
            "adopted-push",
            "Lading pushes into that tree",
            repo -> {
              Repository foreign =
                  new Repository(repo.registry(), "foreign/pushed", repo.findings());
              foreign.pushImage("v2");
              foreign.send(get(foreign.tags())).is(200).json("/tags", "[\"v2\"]");
            }));
  }

  private static List<Row> givenBackRows() {
    return List.of(
        row(
            "given-back-pull",
            "what Lading took is pulled from docker-registry",
            repo -> pulls(foreign(repo))),
        row("given-back-lists", "its tags are listed", repo -> lists(foreign(repo))),
        row(
            "given-back-push",
            "docker-registry pushes into that tree",
            repo ->
                new Repository(repo.registry(), "foreign/pushed", repo.findings())
                    .pushImage("v2")));
  }

  private static Repository foreign(Repository repo) {
    return foreign(repo.registry(), repo.findings());
  }

  private static Repository foreign(Registry registry, Findings findings) {
    return new Repository(registry, "foreign/tree", findings);
  }

  private static void fill(Registry registry) {
    Repository repo = foreign(registry, new Findings());
    Manifest image = repo.pushImage("v1");
    repo.push(Manifest.EMPTY_JSON);
    Manifest signature = signature(repo);
    repo.pushManifest(signature);
    repo.pushManifest(image.content().sha256().replace(':', '-'), Manifest.index(signature));
  }

  private static Manifest signature(Repository repo) {
    return Manifest.artifact(SIGNATURE).subject(image(repo));
  }

  /** The image that {@link #fill} pushed. */
  private static Manifest image(Repository repo) {
    return repo.manifestOf("v1");
  }

  private static void pulls(Repository foreign) {
    Manifest image = image(foreign);
    foreign
        .send(get(foreign.manifest("v1")).header("Accept", ACCEPT))
        .is(200)
        .header("Content-Type", image.mediaType())
        .holds(image.content());
    foreign
        .send(get(foreign.blob(foreign.unique("layer v1").sha256())))
        .is(200)
        .holds(foreign.unique("layer v1"));
  }

  private static void lists(Repository foreign) {
    Answer list = foreign.send(get(foreign.tags())).is(200);
    list.require(list.texts("/tags").contains("v1"), "the tag v1");
  }
}
