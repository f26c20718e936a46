package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Request.delete;
import static dev.lading.conformance.support.Request.get;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Repository;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code GET /v2/<name>/tags/list}. */
final class TagListRows {
  /** In byte order, which is neither that of letters nor of numbers. */
  private static final List<String> TAGS = List.of("1.10", "1.9", "A", "B", "_", "a", "b");

  private TagListRows() {}

  static List<Row> rows() {
    return List.of(
        row(
            "tags",
            "the tags of a repository are listed in byte order",
            repo ->
                list(repo, "")
                    .headerMatches("Content-Type", "application/json(;.*)?")
                    .json("/name", repo.name())
                    .noHeader("Link")),
        row(
            "tags-order",
            "byte order has upper case before lower case",
            repo -> gives(list(repo, ""), TAGS)),
        row(
            "tags-empty",
            "a repository whose last tag is deleted has an empty list",
            repo -> {
              repo.pushImage("v1");
              repo.send(delete(repo.manifest("v1"))).is(202);
              repo.send(get(repo.tags())).is(200).json("/tags", "[]");
            }),
        row(
            "tags-moved",
            "a tag that moves is listed once",
            repo -> {
              repo.pushImage("v1");
              repo.pushManifest("v1", repo.image("v2"));
              repo.send(get(repo.tags())).is(200).json("/tags", "[\"v1\"]");
            }),
        row(
            "tags-repository-unknown",
            "a repository nobody pushed to has no list",
            repo -> repo.send(get(repo.tags())).is(404).code("NAME_UNKNOWN")),
        row(
            "tags-name-malformed",
            "a malformed name has no list",
            repo ->
                repo.send(get("/v2/Upper/tags/list"))
                    .is(400)
                    .code("NAME_INVALID")
                    .reason("name-malformed")),
        row(
            "tags-n",
            "a page has as many tags as were asked for, and a link to the next",
            repo -> {
              Answer page = list(repo, "?n=3");
              gives(page, TAGS.subList(0, 3));
              page.headerMatches(
                  "Link", "<.*/v2/" + repo.name() + "/tags/list\\?.*>; rel=\"next\"");
            }),
        row(
            "tags-pages",
            "following the links gives every tag once",
            repo -> {
              setUp(repo);
              follow(repo, repo.tags() + "?n=2", TAGS);
            }),
        row(
            "tags-n-exact",
            "a page that holds all there is has no link",
            repo -> {
              Answer page = list(repo, "?n=" + TAGS.size()).noHeader("Link");
              gives(page, TAGS);
            }),
        row(
            "tags-n-more",
            "a page longer than the list has no link",
            repo -> {
              Answer page = list(repo, "?n=1000").noHeader("Link");
              gives(page, TAGS);
            }),
        row(
            "tags-n-zero",
            "no tags are given when none are asked for",
            repo -> gives(list(repo, "?n=0").noHeader("Link"), List.of())),
        row(
            "tags-last",
            "a list starts after the tag named last",
            repo -> gives(list(repo, "?last=A"), TAGS.subList(3, 7))),
        row(
            "tags-last-unknown",
            "the tag named last need not be there",
            repo -> gives(list(repo, "?last=1.99"), TAGS.subList(2, 7))),
        row(
            "tags-last-n",
            "a page starts after the tag named last",
            repo -> gives(list(repo, "?n=2&last=B"), TAGS.subList(4, 6))),
        row(
            "tags-last-page",
            "the last page has no link",
            repo -> gives(list(repo, "?n=2&last=_").noHeader("Link"), TAGS.subList(5, 7))),
        row(
            "tags-last-end",
            "nothing comes after the last tag",
            repo -> gives(list(repo, "?n=2&last=b").noHeader("Link"), List.of())),
        row(
            "tags-n-negative",
            "a page cannot have fewer than no tags",
            repo -> refused(repo, "?n=-1")),
        row("tags-n-word", "a number of tags is a number", repo -> refused(repo, "?n=many")),
        row("tags-n-fraction", "a number of tags is whole", repo -> refused(repo, "?n=1.5")));
  }

  private static void setUp(Repository repo) {
    Manifest image = repo.image("v1");
    new ArrayList<>(TAGS).reversed().forEach(tag -> repo.pushManifest(tag, image));
  }

  private static Answer list(Repository repo, String query) {
    setUp(repo);
    return repo.send(get(repo.tags() + query)).is(200);
  }

  private static void refused(Repository repo, String query) {
    repo.pushImage("v1");
    repo.send(get(repo.tags() + query))
        .is(400)
        .code("PAGINATION_NUMBER_INVALID")
        .reason("pagination-malformed");
  }

  private static void gives(Answer answer, List<String> tags) {
    answer.require(answer.texts("/tags").equals(tags), "tags " + tags);
  }

  private static void follow(Repository repo, String first, List<String> expected) {
    var seen = new ArrayList<String>();
    Optional<String> next = Optional.of(first);
    while (next.isPresent() && seen.size() <= expected.size()) {
      Answer page = repo.send(get(next.get())).is(200);
      seen.addAll(page.texts("/tags"));
      next = page.nextPage();
    }
    if (!seen.equals(expected)) {
      throw new AssertionError("the pages gave " + seen + ", not " + expected);
    }
  }
}
