package dev.lading.conformance.api;

import static dev.lading.conformance.api.Row.row;
import static dev.lading.conformance.support.Repository.closing;
import static dev.lading.conformance.support.Repository.pathOf;
import static dev.lading.conformance.support.Request.get;
import static dev.lading.conformance.support.Request.head;
import static dev.lading.conformance.support.Request.put;

import dev.lading.conformance.support.Content;
import dev.lading.conformance.support.RawConnection;
import dev.lading.conformance.support.Repository;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Large work within the heap of 256 MiB that every server of this suite has. */
final class HeapRows {
  private static final int MIB = 1024 * 1024;
  private static final int UPLOADS = 200;
  private static final int STEPS = 4;

  /** Hashing and syncing a gibibyte takes a busy machine its time. */
  private static final Duration GIBIBYTE_LIMIT = Duration.ofMinutes(3);

  private HeapRows() {}

  static List<Row> rows() {
    return List.of(
        row("heap-gibibyte", "a layer of 1 GiB is pushed and served", HeapRows::gibibyte),
        row("heap-uploads", "two hundred uploads go on at once", HeapRows::twoHundredUploads));
  }

  /** Where the store takes no bytes before there are enough of them for a part of an object. */
  static List<Row> onS3() {
    return List.of(
        row(
            "heap-uploads-bucket",
            "two hundred uploads go on at once",
            HeapRows::twoHundredUploads),
        row("heap-two-gibibytes", "a layer of 2 GiB is pushed and served", HeapRows::twoGibibytes));
  }

  /** As clients do that learn the digest on the way. */
  private static void twoGibibytes(Repository repo) throws IOException {
    Content block = Content.patterned(MIB);
    String digest = digestOf(block, 2048);
    String upload = pathOf(repo.openUpload());
    try (var connection = repo.connect().readLimit(GIBIBYTE_LIMIT)) {
      connection.head("PATCH " + upload + " HTTP/1.1", "Content-Length: " + 2048L * MIB);
      for (int i = 0; i < 2048; i++) {
        connection.write(block.bytes());
      }
      connection.answer("PATCH", upload).is(202);
    }
    repo.send(put(closing(upload, digest))).is(201);
    repo.send(head(repo.blob(digest))).is(200).header("Content-Length", "2147483648");
    repo.send(get(repo.blob(digest)).range("bytes=2146435072-")).is(206).holds(block);
  }

  private static void gibibyte(Repository repo) throws IOException {
    Content block = Content.patterned(MIB);
    String digest = digestOf(block, 1024);
    String target = closing(repo.uploads(), digest);
    try (var connection = repo.connect().readLimit(GIBIBYTE_LIMIT)) {
      connection.head("POST " + target + " HTTP/1.1", "Content-Length: " + 1024L * MIB);
      for (int i = 0; i < 1024; i++) {
        connection.write(block.bytes());
      }
      connection.answer("POST", target).is(201).header("Docker-Content-Digest", digest);
    }
    repo.send(head(repo.blob(digest))).is(200).header("Content-Length", "1073741824");
    repo.send(get(repo.blob(digest)).range("bytes=1072693248-")).is(206).holds(block);
  }

  /** All are half-way at the same moment, and go on in turns of half a megabyte. */
  private static void twoHundredUploads(Repository repo) throws IOException {
    Content step = Content.patterned(MIB / 2);
    String digest = digestOf(step, STEPS);
    var uploads = new ArrayList<RawConnection>();
    try {
      for (int i = 0; i < UPLOADS; i++) {
        String target = pathOf(closing(repo.openUpload(), digest));
        uploads.add(repo.connect().readLimit(GIBIBYTE_LIMIT));
        uploads
            .getLast()
            .head("PUT " + target + " HTTP/1.1", "Content-Length: " + STEPS * step.size());
      }
      for (int i = 0; i < STEPS; i++) {
        for (RawConnection upload : uploads) {
          upload.write(step.bytes());
        }
      }
      for (RawConnection upload : uploads) {
        upload.answer("PUT", "upload").is(201);
      }
    } finally {
      for (RawConnection upload : uploads) {
        upload.close();
      }
    }
    repo.send(get(repo.blob(digest)))
        .is(200)
        .header("Content-Length", Integer.toString(STEPS * step.size()));
  }

  private static String digestOf(Content block, int times) {
    try {
      var sha256 = MessageDigest.getInstance("SHA-256");
      for (int i = 0; i < times; i++) {
        sha256.update(block.bytes());
      }
      return "sha256:" + HexFormat.of().formatHex(sha256.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
