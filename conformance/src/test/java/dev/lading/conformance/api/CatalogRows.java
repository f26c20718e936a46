package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Request.delete;
import static dev.lading.conformance.support.Request.get;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Repository;
import java.util.List;
import java.util.stream.Stream;

/** {@code GET /v2/_catalog}: docker's, not the specification's. */
final class CatalogRows {
  private CatalogRows() {}

  static List<Row> rows() {
    return List.of(
        row(
            "catalog",
            "the repositories after a name are listed in order",
            repo -> {
              List<String> names = three(repo);
              Answer page = repo.send(get("/v2/_catalog?n=3&last=" + repo.name())).is(200);
              page.headerMatches("Content-Type", "application/json(;.*)?");
              page.require(page.texts("/repositories").equals(names), "repositories " + names);
            }),
        row(
            "catalog-pages",
            "a page has a link to the next, which goes on where it ended",
            repo -> {
              List<String> names = three(repo);
              Answer page = repo.send(get("/v2/_catalog?n=2&last=" + repo.name())).is(200);
              page.require(
                  page.texts("/repositories").equals(names.subList(0, 2)), "the first two");
              Answer next = repo.send(get(page.nextPage().orElse("/v2/_catalog?n=0"))).is(200);
              next.require(
                  next.texts("/repositories").getFirst().equals(names.get(2)), "the third");
            }),
        row(
            "catalog-last-unknown",
            "the name to start after need not be there",
            repo -> {
              List<String> names = three(repo);
              Answer page =
                  repo.send(get("/v2/_catalog?n=1&last=" + names.getFirst() + "a")).is(200);
              page.require(page.texts("/repositories").equals(names.subList(1, 2)), "the second");
            }),
        row(
            "catalog-only-tagged-or-pushed",
            "a repository that was never pushed to is not listed",
            repo -> {
              repo.openUpload();
              Answer page =
                  repo.send(
                          get(
                              "/v2/_catalog?n=1&last="
                                  + repo.name().substring(0, repo.name().length() - 1)))
                      .is(200);
              page.require(!page.texts("/repositories").contains(repo.name()), "no " + repo.name());
            }),
        row(
            "catalog-deleted",
            "a repository whose last manifest and tag are deleted is not listed any more",
            repo -> {
              List<String> names = three(repo);
              Repository second = new Repository(repo.registry(), names.get(1), repo.findings());
              String digest = second.manifestOf("v1").content().sha256();
              repo.send(delete(second.manifest(digest))).is(202);
              repo.send(get(second.manifest("v1"))).is(404);
              Answer page = repo.send(get("/v2/_catalog?n=2&last=" + repo.name())).is(200);
              page.require(
                  page.texts("/repositories").equals(List.of(names.get(0), names.get(2))),
                  "the first and the third");
            }),
        row(
            "catalog-n-negative",
            "a page cannot have fewer than no repositories",
            repo -> refused(repo, "-1")),
        row(
            "catalog-n-word",
            "a number of repositories is a number",
            repo -> refused(repo, "many")));
  }

  /** Three repositories with an image each, in byte order. */
  private static List<String> three(Repository repo) {
    List<String> names = Stream.of("/a", "/b", "/c").map(end -> repo.name() + end).toList();
    names.forEach(name -> new Repository(repo.registry(), name, repo.findings()).pushImage("v1"));
    return names;
  }

  private static void refused(Repository repo, String n) {
    repo.send(get("/v2/_catalog?n=" + n))
        .is(400)
        .code("PAGINATION_NUMBER_INVALID")
        .reason("pagination-malformed");
  }
}
