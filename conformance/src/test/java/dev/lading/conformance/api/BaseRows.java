package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Request.get;
import static dev.lading.conformance.support.Request.head;
import static dev.lading.conformance.support.Request.post;
import static dev.lading.conformance.support.Request.put;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Repository;
import dev.lading.conformance.support.Request;
import java.util.List;

/** {@code GET /v2/}, and what is no endpoint at all. */
final class BaseRows {
  private static final String DIGEST = Content.of("").sha256();

  private BaseRows() {}

  static List<Row> rows() {
    return List.of(
        row(
            "base-get",
            "the version check answers an empty object",
            repo ->
                repo.send(get("/v2/"))
                    .is(200)
                    .headerMatches("Content-Type", "application/json(;.*)?")
                    .header("Docker-Distribution-Api-Version", "registry/2.0")
                    .holds(Content.of("{}"))),
        row(
            "base-head",
            "the version check answers HEAD",
            repo -> repo.send(head("/v2/")).is(200).empty()),
        row(
            "base-without-slash",
            "/v2 is the version check or leads to it",
            repo -> repo.send(get("/v2")).is(200, 301, 308)),
        row("base-root", "the root answers load balancers", repo -> repo.send(get("/")).is(200)),
        row(
            "base-head-root",
            "the root answers HEAD",
            repo -> repo.send(head("/")).is(200).empty()),
        row(
            "base-head-healthz",
            "the health check answers HEAD",
            repo -> repo.send(head("/healthz")).is(200).empty()),
        row("base-healthz", "the health check answers", repo -> repo.send(get("/healthz")).is(200)),
        row(
            "base-method",
            "a method that /v2/ does not have is named as such, with those it has",
            repo -> unsupported(repo, post("/v2/"), "GET")),
        row(
            "route-unknown",
            "a path that is no endpoint gets an error in JSON",
            repo -> unknown(repo, "nope/nope/x")),
        row(
            "route-unknown-underscore",
            "a reserved word that is no endpoint gets an error in JSON",
            repo -> unknown(repo, "_nope")),
        row(
            "route-unknown-below-blobs",
            "a path below a blob is no endpoint",
            repo -> unknown(repo, repo.name() + "/blobs/" + DIGEST + "/more")),
        row(
            "method-blob",
            "a blob has no PUT",
            repo -> unsupported(repo, put(repo.blob(DIGEST)), "DELETE, GET, HEAD")),
        row(
            "method-manifest",
            "a manifest has no POST",
            repo -> unsupported(repo, post(repo.manifest("v1")), "DELETE, GET, HEAD, PUT")),
        row(
            "method-uploads",
            "the uploads have no GET",
            repo -> unsupported(repo, get(repo.uploads()), "POST")),
        row(
            "method-upload",
            "an upload has no POST",
            repo -> unsupported(repo, post(repo.openUpload()), "DELETE, GET, PATCH, PUT")),
        row(
            "method-tags",
            "a tag list has no POST",
            repo -> unsupported(repo, post(repo.tags()), "GET")),
        row(
            "method-referrers",
            "referrers have no POST",
            repo -> unsupported(repo, post(repo.referrers(DIGEST)), "GET")),
        row(
            "method-catalog",
            "the catalog has no POST",
            repo -> unsupported(repo, post("/v2/_catalog"), "GET")),
        row(
            "method-unheard-of",
            "a method nobody knows is refused in JSON too",
            repo -> repo.send(Request.of("BREW", "/v2/")).is(405, 501).code("UNSUPPORTED")),
        row(
            "request-id-differs",
            "no two answers have the same request id",
            BaseRows::requestIdsDiffer),
        row(
            "extensions-discover",
            "the extensions are listed, or said to be unsupported",
            repo -> repo.send(get("/v2/_oci/ext/discover")).is(200, 404)));
  }

  private static void unknown(Repository repo, String path) {
    repo.send(get("/v2/" + path)).is(404).code("UNSUPPORTED").reason("route-unknown");
  }

  /** HEAD may be listed or not where only GET is asked for. */
  private static void unsupported(Repository repo, Request request, String allowed) {
    Answer answer = repo.send(request).is(405).code("UNSUPPORTED").reason("method-unsupported");
    List<String> named = answer.headerValues("Allow");
    answer.require(named.containsAll(List.of(allowed.split(", "))), "Allow: " + allowed);
    answer.require(!named.contains(request.method()), "Allow without " + request.method());
  }

  private static void requestIdsDiffer(Repository repo) {
    Answer first = repo.send(get("/v2/"));
    Answer second = repo.send(get("/v2/"));
    second.require(
        !second.header("X-Request-Id").equals(first.header("X-Request-Id")), "another request id");
  }
}
