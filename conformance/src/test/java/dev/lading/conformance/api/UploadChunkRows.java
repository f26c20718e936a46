package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Repository.closing;
import static dev.lading.conformance.support.Repository.pathOf;
import static dev.lading.conformance.support.Request.get;
import static dev.lading.conformance.support.Request.patch;
import static dev.lading.conformance.support.Request.put;

import dev.lading.conformance.support.Answer;
import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.Repository;
import java.io.IOException;
import java.util.List;

/** {@code PATCH} of an upload. */
final class UploadChunkRows {
  private static final Content HELLO = Content.of("hello world");

  private UploadChunkRows() {}

  static List<Row> rows() {
    return List.of(
        row(
            "chunk-first",
            "a first chunk is taken, and the answer says how far we are",
            repo -> {
              Answer taken =
                  chunk(repo, repo.openUpload(), "0-4", "hello")
                      .is(202)
                      .header("Range", "0-4")
                      .empty();
              taken.require(!taken.location().isEmpty(), "a Location");
            }),
        row(
            "chunk-sequence",
            "chunks in order make the blob",
            repo -> {
              String second = chunk(repo, repo.openUpload(), "0-4", "hello").is(202).location();
              Answer last = chunk(repo, second, "5-10", " world").is(202).header("Range", "0-10");
              close(repo, last.location());
              repo.send(get(repo.blob(HELLO.sha256()))).is(200).holds(HELLO);
            }),
        row(
            "chunk-one-byte",
            "one byte is the range 0-0",
            repo -> chunk(repo, repo.openUpload(), "0-0", "h").is(202).header("Range", "0-0")),
        row(
            "chunk-stream",
            "a chunk without a range is put at the end",
            repo -> {
              String next =
                  repo.send(patch(repo.openUpload()).bytes("hello"))
                      .is(202)
                      .header("Range", "0-4")
                      .location();
              Answer last = repo.send(patch(next).bytes(" world")).is(202).header("Range", "0-10");
              close(repo, last.location());
              repo.send(get(repo.blob(HELLO.sha256()))).is(200).holds(HELLO);
            }),
        row(
            "chunk-empty",
            "a chunk without bytes changes nothing",
            repo ->
                repo.send(patch(repo.openUpload()).type("application/octet-stream"))
                    .is(202)
                    .header("Range", "0-0")),
        row(
            "chunk-without-type",
            "a chunk needs no Content-Type",
            repo ->
                repo.send(patch(repo.openUpload()).body("hello")).is(202).header("Range", "0-4")),
        row(
            "chunk-status",
            "the status tells the last byte that has come",
            repo -> {
              String next = chunk(repo, repo.openUpload(), "0-4", "hello").is(202).location();
              repo.send(get(next)).is(204).header("Range", "0-4");
            }),
        row(
            "chunk-earlier-location",
            "any earlier Location of an upload answers, and goes on where the upload is",
            repo -> {
              String first = repo.openUpload();
              chunk(repo, first, "0-4", "hello").is(202);
              repo.send(get(first)).is(204).header("Range", "0-4");
              chunk(repo, first, "5-10", " world").is(202).header("Range", "0-10");
              close(repo, first);
            }),
        row(
            "chunk-first-not-at-zero",
            "a first chunk that does not start at 0 is out of order",
            repo -> outOfOrder(chunk(repo, repo.openUpload(), "5-9", "hello"))),
        row(
            "chunk-gap",
            "a chunk after a gap is out of order, and the upload goes on",
            repo -> goesOnAfter(repo, "7-10", "orld")),
        row(
            "chunk-overlap",
            "a chunk that overlaps is out of order, and the upload goes on",
            repo -> goesOnAfter(repo, "3-10", "lo world")),
        row(
            "chunk-repeated",
            "a chunk sent again is out of order, and the upload goes on",
            repo -> goesOnAfter(repo, "0-4", "hello")),
        row(
            "chunk-range-with-unit",
            "a range with a unit is malformed",
            repo -> malformed(repo, "bytes 0-4/*")),
        row(
            "chunk-range-words",
            "a range that is none is malformed",
            repo -> malformed(repo, "abc")),
        row(
            "chunk-range-inverted",
            "a range whose end is before its start is malformed",
            repo -> malformed(repo, "4-0")),
        row(
            "chunk-stream-longer",
            "a chunk of unannounced length that is longer than its range is refused",
            repo -> streamed(repo, "0-3", 400).code("SIZE_INVALID", "BLOB_UPLOAD_INVALID")),
        row(
            "chunk-stream-shorter",
            "a chunk of unannounced length that is shorter than its range is refused",
            repo -> streamed(repo, "0-5", 400).code("SIZE_INVALID", "BLOB_UPLOAD_INVALID")),
        row(
            "chunk-stream-exact",
            "a chunk of unannounced length that is as long as its range is taken",
            repo -> streamed(repo, "0-4", 202).header("Range", "0-4")),
        row("chunk-range-open", "a range needs an end", repo -> malformed(repo, "0-")),
        row(
            "chunk-range-huge",
            "a range of more digits than a number has is malformed",
            repo -> malformed(repo, "0-99999999999999999999999")),
        row(
            "chunk-length",
            "a chunk that is not as long as its range is refused, and the upload goes on",
            repo -> {
              String location = repo.openUpload();
              chunk(repo, location, "0-9", "hello")
                  .is(400)
                  .code("SIZE_INVALID")
                  .reason("length-mismatch");
              chunk(repo, location, "0-4", "hello").is(202).header("Range", "0-4");
            }),
        row(
            "chunk-upload-unknown",
            "an upload nobody opened takes no chunks",
            repo ->
                chunk(repo, repo.uploads() + "12345678-1234-4234-8234-123456789abc", "0-4", "hello")
                    .is(404)
                    .code("BLOB_UPLOAD_UNKNOWN")
                    .reason("upload-unknown")),
        row("chunk-many", "twenty chunks make one blob", UploadChunkRows::twentyChunks));
  }

  private static Answer chunk(Repository repo, String location, String range, String bytes) {
    return repo.send(patch(location).contentRange(range).bytes(bytes));
  }

  private static void close(Repository repo, String location) {
    repo.send(put(closing(location, HELLO.sha256()))).is(201);
  }

  private static void outOfOrder(Answer answer) {
    answer.is(416).code("RANGE_INVALID").reason("chunk-out-of-order");
  }

  private static void malformed(Repository repo, String range) {
    String location = repo.openUpload();
    chunk(repo, location, range, "hello").is(416).code("RANGE_INVALID").reason("range-malformed");
    chunk(repo, location, "0-4", "hello").is(202).header("Range", "0-4");
  }

  /** After {@code hello} has come, the given chunk is refused and changes nothing. */
  private static void goesOnAfter(Repository repo, String range, String bytes) {
    String first = repo.openUpload();
    String second = chunk(repo, first, "0-4", "hello").is(202).location();
    outOfOrder(chunk(repo, second, range, bytes));
    String now = repo.send(get(second)).is(204).header("Range", "0-4").location();
    String last = chunk(repo, now, "5-10", " world").is(202).header("Range", "0-10").location();
    close(repo, last);
    repo.send(get(repo.blob(HELLO.sha256()))).is(200).holds(HELLO);
  }

  private static void twentyChunks(Repository repo) {
    Content blob = Content.patterned(20 * 1024);
    String location = repo.openUpload();
    for (int start = 0; start < blob.size(); start += 1024) {
      String range = start + "-" + (start + 1023);
      Answer taken =
          repo.send(patch(location).contentRange(range).bytes(blob.slice(start, start + 1024)));
      location = taken.is(202).header("Range", "0-" + (start + 1023)).location();
    }
    repo.send(put(closing(location, blob.sha256()))).is(201);
    repo.send(get(repo.blob(blob.sha256()))).is(200).holds(blob);
  }

  private static Answer streamed(Repository repo, String range, int status) throws IOException {
    String location = pathOf(repo.openUpload());
    try (var connection = repo.connect()) {
      connection.head(
          "PATCH " + location + " HTTP/1.1",
          "Transfer-Encoding: chunked",
          "Content-Type: application/octet-stream",
          "Content-Range: " + range);
      connection.write("5\r\nhello\r\n0\r\n\r\n");
      return connection.answer("PATCH", location).is(status);
    }
  }
}
