package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Repository.closing;
import static dev.lading.conformance.support.Request.delete;
import static dev.lading.conformance.support.Request.get;
import static dev.lading.conformance.support.Request.head;
import static dev.lading.conformance.support.Request.patch;
import static dev.lading.conformance.support.Request.post;
import static dev.lading.conformance.support.Request.put;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.LadingServer;
import dev.lading.conformance.support.Manifest;
import dev.lading.conformance.support.Registry;
import dev.lading.conformance.support.Repository;
import java.util.List;

/** A store on a file system of 16 MiB, which only the server sees. */
final class DiskRows {
  private static final Content TOO_LARGE = Content.patterned(20 * 1024 * 1024);

  private DiskRows() {}

  static Registry onSmallDisk(LadingServer lading) {
    String mountThenRun =
        "mkdir -p \"$0\" && mount -t tmpfs -o size=16m lading \"$0\" && exec \"$@\"";
    return lading
        .wrappedBy(
            "unshare",
            "--map-root-user",
            "--mount",
            "sh",
            "-c",
            mountThenRun,
            lading.store().toString())
        .start();
  }

  static List<Row> rows() {
    return List.of(
        row(
            "disk-full-chunk",
            "a chunk that does not fit is refused as such, and the upload can be cancelled",
            repo -> {
              String location = repo.openUpload();
              full(repo.send(patch(location).bytes(TOO_LARGE)));
              repo.send(delete(location)).is(204);
              works(repo);
            }),
        row(
            "disk-full-single",
            "a blob that does not fit is refused as such, and nothing of it is there",
            repo -> {
              full(repo.send(post(closing(repo.uploads(), TOO_LARGE.sha256())).bytes(TOO_LARGE)));
              repo.send(head(repo.blob(TOO_LARGE.sha256()))).is(404);
              works(repo);
            }),
        row(
            "disk-full-manifest",
            "while the disk is full nothing is torn, and when space returns all goes on",
            DiskRows::fullDisk));
  }

  private static void fullDisk(Repository repo) {
    Manifest before = repo.pushImage("before");
    Manifest later = repo.image("later");
    String waiting = repo.openUpload();
    String filling = repo.openUpload();
    full(repo.send(patch(filling).bytes(TOO_LARGE)));
    Content large = repo.unique("x".repeat(1_000_000));
    full(repo.send(put(closing(waiting, large.sha256())).bytes(large)));
    repo.send(get(repo.manifest("before")).header("Accept", Manifest.ACCEPT))
        .is(200)
        .holds(before.content());
    repo.send(get(repo.tags())).is(200).json("/tags", "[\"before\"]");
    repo.send(delete(filling)).is(204);
    repo.pushManifest("later", later);
    repo.send(get(repo.tags())).is(200).json("/tags", "[\"before\",\"later\"]");
  }

  private static void full(Answer answer) {
    answer.is(507).code("UNAVAILABLE").reason("storage-full");
  }

  private static void works(Repository repo) {
    Content small = repo.unique("small");
    repo.send(get(repo.blob(repo.push(small)))).is(200).holds(small);
  }
}
