package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Manifest.ACCEPT;
import static dev.lading.conformance.support.Request.delete;
import static dev.lading.conformance.support.Request.get;
import static dev.lading.conformance.support.Request.put;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Repository;
import java.util.List;
import java.util.Map;

/** Tags that cannot be moved, and pushes that ask what is there. */
final class StayingTagRows {
  static final Map<String, Object> SETTINGS =
      Map.of(
          "tags.immutable",
          List.of(Map.of("repository", "suite/**", "tags", "v*", "except", List.of("v*-rc*"))));

  private StayingTagRows() {}

  static List<Row> rows() {
    return List.of(
        row(
            "tag-immutable-move",
            "an immutable tag does not move, and nothing of the push is left",
            repo -> {
              Manifest image = repo.pushImage("v1");
              Manifest other = repo.image("other");
              stays(push(repo, "v1", other), image);
              stays(push(repo, other.content().sha256() + "?tag=v1", other), image);
              names(repo, "v1", image);
              repo.send(get(repo.manifest(other.content().sha256())).header("Accept", ACCEPT))
                  .is(404);
            }),
        row(
            "tag-immutable-again",
            "the same can be pushed again",
            repo -> {
              Manifest image = repo.pushImage("v1");
              push(repo, "v1", image).is(201);
              push(repo, image.content().sha256() + "?tag=v1", image).is(201);
              names(repo, "v1", image);
            }),
        row(
            "tag-immutable-delete",
            "neither an immutable tag nor what it names is deleted",
            repo -> {
              Manifest image = repo.pushImage("v1");
              push(repo, "latest", image).is(201);
              stays(repo.send(delete(repo.manifest("v1"))), image);
              stays(repo.send(delete(repo.manifest(image.content().sha256()))), image);
              names(repo, "v1", image);
              names(repo, "latest", image);
            }),
        row(
            "tag-immutable-others",
            "what no rule covers, or one leaves out, moves and goes",
            repo -> {
              for (String tag : List.of("latest", "v1-rc1")) {
                repo.pushImage(tag);
                Manifest other = repo.image("other");
                push(repo, tag, other).is(201);
                names(repo, tag, other);
                repo.send(delete(repo.manifest(tag))).is(202);
              }
            }),
        row(
            "tag-if-match",
            "a push that tells what it saw moves only that",
            repo -> {
              Manifest first = repo.pushImage("latest");
              Manifest second = repo.image("second");
              String seen = pull(repo, "latest").header("ETag");
              push(repo, "latest", second, "If-Match", seen).is(201);
              fails(push(repo, "latest", repo.image("third"), "If-Match", seen))
                  .json("/errors/0/detail/digest", second.content().sha256());
              fails(push(repo, "missing", first, "If-Match", seen));
              fails(repo.send(delete(repo.manifest("latest")).header("If-Match", seen)));
              names(repo, "latest", second);
            }),
        row(
            "tag-if-none-match",
            "a push that wants to be the first is refused where a tag is",
            repo -> {
              Manifest image = repo.image("first");
              push(repo, "latest", image, "If-None-Match", "*").is(201);
              fails(push(repo, "latest", image, "If-None-Match", "*"));
              fails(push(repo, "latest", repo.image("other"), "If-None-Match", "*"));
              names(repo, "latest", image);
            }));
  }

  private static Answer push(Repository repo, String reference, Manifest manifest) {
    return repo.send(
        put(repo.manifest(reference)).type(manifest.mediaType()).body(manifest.content()));
  }

  private static Answer push(
      Repository repo, String reference, Manifest manifest, String header, String value) {
    return repo.send(
        put(repo.manifest(reference))
            .type(manifest.mediaType())
            .header(header, value)
            .body(manifest.content()));
  }

  private static Answer pull(Repository repo, String tag) {
    return repo.send(get(repo.manifest(tag)).header("Accept", ACCEPT)).is(200);
  }

  private static void names(Repository repo, String tag, Manifest manifest) {
    pull(repo, tag).header("Docker-Content-Digest", manifest.content().sha256());
  }

  /** The tag, what it stays and why are told. */
  private static void stays(Answer answer, Manifest manifest) {
    answer.is(409).code("DENIED").reason("tag-immutable");
    answer.json("/errors/0/detail/tag", "v1");
    answer.json("/errors/0/detail/digest", manifest.content().sha256());
    answer.json("/errors/0/detail/rule", "suite/**:v* but v*-rc*");
  }

  private static Answer fails(Answer answer) {
    return answer.is(412).code("PRECONDITION").reason("precondition-failed");
  }
}
