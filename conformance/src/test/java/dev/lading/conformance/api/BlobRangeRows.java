package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Request.get;

import dev.lading.conformance.support.Content;
import java.util.List;

/** {@code Range} on {@code GET /v2/<name>/blobs/<digest>}. */
final class BlobRangeRows {
  private static final Content BLOB = Content.patterned(2048);

  private BlobRangeRows() {}

  static List<Row> rows() {
    return List.of(
        part("blob-range-first", "the first bytes", "bytes=0-499", 0, 500),
        part("blob-range-middle", "a range in the middle", "bytes=500-1499", 500, 1500),
        part("blob-range-one", "one byte", "bytes=2047-2047", 2047, 2048),
        part("blob-range-open", "a range without an end goes to the end", "bytes=500-", 500, 2048),
        part("blob-range-suffix", "a suffix gives the last bytes", "bytes=-500", 1548, 2048),
        part(
            "blob-range-suffix-longer",
            "a suffix longer than the blob gives it all",
            "bytes=-5000",
            0,
            2048),
        part(
            "blob-range-clipped",
            "an end past the blob's is clipped",
            "bytes=2000-5000",
            2000,
            2048),
        refused(
            "blob-range-past-end", "a start past the end cannot be satisfied", "bytes=5000-10000"),
        refused("blob-range-at-end", "nor can a start at the size", "bytes=2048-"),
        refused("blob-range-inverted", "nor a range whose end is before its start", "bytes=500-0"),
        refused("blob-range-suffix-nothing", "nor a suffix of no bytes", "bytes=-0"),
        whole("blob-range-unit", "a range in a unit nobody knows is ignored", "lines=1-2"),
        whole("blob-range-malformed", "a range that is none is ignored", "bytes=abc"),
        row(
            "blob-range-several",
            "several ranges give the parts, or the whole",
            repo ->
                repo.send(get(repo.blob(repo.push(BLOB))).range("bytes=0-1,10-11")).is(200, 206)),
        row(
            "blob-range-large",
            "a range of a large blob starts where it says",
            repo -> {
              Content large = Content.patterned(5_000_000);
              repo.send(get(repo.blob(repo.push(large))).range("bytes=4000000-4999999"))
                  .is(206)
                  .header("Content-Range", "bytes 4000000-4999999/5000000")
                  .header("Content-Length", "1000000")
                  .holds(large.slice(4_000_000, 5_000_000));
            }));
  }

  private static Row part(String id, String says, String range, int start, int end) {
    return row(
        id,
        says,
        repo ->
            repo.send(get(repo.blob(repo.push(BLOB))).range(range))
                .is(206)
                .headerMatches("Content-Range", "bytes %d-%d/(2048|\\*)".formatted(start, end - 1))
                .header("Content-Length", Integer.toString(end - start))
                .header("Docker-Content-Digest", BLOB.sha256())
                .holds(BLOB.slice(start, end)));
  }

  private static Row refused(String id, String says, String range) {
    return row(
        id,
        says,
        repo ->
            repo.send(get(repo.blob(repo.push(BLOB))).range(range))
                .is(416)
                .header("Content-Range", "bytes */2048")
                .code("RANGE_INVALID")
                .reason("range-unsatisfiable"));
  }

  private static Row whole(String id, String says, String range) {
    return row(
        id,
        says,
        repo -> repo.send(get(repo.blob(repo.push(BLOB))).range(range)).is(200).holds(BLOB));
  }
}
